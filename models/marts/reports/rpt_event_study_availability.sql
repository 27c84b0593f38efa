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

loaded as (

    select distinct outcome from levels

),

final as (

    select
        covered.outcome,
        covered.sample,
        covered.level_source,
        covered.source_id,
        covered.unit,
        covered.n_days,
        covered.first_date,
        covered.last_date,
        case
            when covered.n_days = 0 then 'not_available'
            when covered.first_date > covered.sample_first_date or covered.last_date < covered.sample_last_date
                then 'partial'
            else 'available'
        end as status,
        case
            when loaded.outcome is null then 'series not loaded'
            when covered.n_days = 0 then 'no value in the sample'
            when covered.first_date > covered.sample_first_date or covered.last_date < covered.sample_last_date
                then
                    'values from ' || covered.first_date || ' to ' || covered.last_date || '; the sample is '
                    || covered.sample_first_date || ' to ' || covered.sample_last_date
        end as status_reason
    from covered
    left join loaded on covered.outcome = loaded.outcome

)

select * from final
