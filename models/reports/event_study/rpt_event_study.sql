with

estimates as (

    select * from {{ ref('est_event_study') }}

),

levels as (

    select * from {{ ref('fct_outcomes_daily') }}

),

samples as (

    select * from {{ ref('dim_samples') }}

),

covered as (

    select distinct
        levels.outcome,
        samples.sample
    from levels
    inner join samples on levels.trade_date between samples.first_date and samples.last_date

),

-- An outcome without a value in the sample gives no rows; rpt_event_study_availability says why.
available as (

    select estimates.*
    from estimates
    inner join covered
        on estimates.outcome = covered.outcome and estimates.sample = covered.sample

),

outcomes as (

    select * from {{ ref('event_study_outcomes') }}

),

final as (

    select
        available.event_type,
        available.event_subset,
        available.outcome,
        outcomes.unit,
        available.sample,
        n_events,
        n_events_in_set,
        mean_change,
        std_error,
        t_stat,
        p_value,
        {{ significance_stars('p_value') }} as stars,
        newey_west_lags,
        case
            when std_error is not null then 'Newey-West: Bartlett kernel, factor n/(n-1)'
        end as covariance,
        first_event_date,
        last_event_date,
        null_reason
    from available
    inner join outcomes using (outcome)

)

select * from final
