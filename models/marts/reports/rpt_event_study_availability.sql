with

outcomes as (

    select * from {{ ref('event_study_outcomes') }}

),

levels as (

    select * from {{ ref('fct_outcomes_daily') }}

),

paper_sessions as (

    select
        min(trade_date) as first_date,
        max(trade_date) as last_date
    from {{ ref('dim_trading_days') }}
    where {{ in_paper_sample('trade_date') }}

),

samples as (

    select
        'paper' as sample,
        first_date,
        last_date
    from paper_sessions
    union all
    select
        'full' as sample,
        min(trade_date) as first_date,
        max(trade_date) as last_date
    from levels

),

covered as (

    select
        outcomes.outcome,
        outcomes.level_source,
        outcomes.source_id,
        outcomes.unit,
        samples.sample,
        samples.first_date as sample_first_date,
        samples.last_date as sample_last_date,
        cast(count(levels.level) as integer) as n_days,
        min(levels.trade_date) as first_date,
        max(levels.trade_date) as last_date
    from outcomes
    cross join samples
    left join levels
        on
            outcomes.outcome = levels.outcome
            and levels.trade_date between samples.first_date and samples.last_date
    group by all

),

final as (

    select
        outcome,
        sample,
        level_source,
        source_id,
        unit,
        n_days,
        first_date,
        last_date,
        case
            when n_days = 0 then 'not_available'
            when first_date > sample_first_date or last_date < sample_last_date then 'partial'
            else 'available'
        end as status,
        case
            when max(n_days) over (partition by outcome) = 0 then 'series not loaded'
            when n_days = 0 then 'no value in the sample'
            when first_date > sample_first_date or last_date < sample_last_date
                then
                    'values from ' || first_date || ' to ' || last_date || '; the sample is '
                    || sample_first_date || ' to ' || sample_last_date
        end as status_reason
    from covered

)

select * from final
