with

outcomes as (

    select * from {{ ref('event_study_outcomes') }}

),

levels as (

    select * from {{ ref('fct_outcomes_daily') }}

),

spans as (

    select * from {{ ref('dim_sample_spans') }}
    where period = 'session'

),

samples as (

    select unnest(['paper', 'full']) as sample

),

covered as (

    select
        outcomes.outcome,
        outcomes.level_source,
        outcomes.source_id,
        outcomes.unit,
        samples.sample,
        cast(count(levels.level) as integer) as n_days,
        min(levels.trade_date) as first_date,
        max(levels.trade_date) as last_date
    from outcomes
    cross join samples
    left join spans on samples.sample = spans.sample
    left join levels
        on outcomes.outcome = levels.outcome and levels.trade_date between spans.first_date and spans.last_date
    group by all

),

judged as (

    select
        covered.*,
        {{ partial_reason('covered', 'spans') }} as partial_reason
    from covered
    left join spans on covered.sample = spans.sample

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
            when partial_reason is not null then 'partial'
            else 'available'
        end as status,
        case
            when outcome not in (select levels.outcome from levels) then 'series_not_loaded'
            when n_days = 0 then 'no_value_in_sample'
            else partial_reason
        end as status_reason
    from judged

)

select * from final
