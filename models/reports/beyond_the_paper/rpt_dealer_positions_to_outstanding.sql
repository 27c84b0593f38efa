with

positions as (

    select * from {{ ref('fct_dealer_positions_weekly') }}

),

outstanding as (

    select * from {{ ref('int_macro_observations') }}
    where series_id = 'UST_OUTSTANDING'

),

-- The amount outstanding comes once a month: the latest that is at most a quarter old.
matched as (

    select
        positions.as_of_date,
        positions.segment,
        positions.net_position_musd,
        outstanding.observation_date as outstanding_observed_on,
        outstanding.value as outstanding_musd
    from positions
    asof left join outstanding
        on positions.as_of_date >= outstanding.observation_date
    where outstanding.observation_date is null or positions.as_of_date - outstanding.observation_date <= 92

),

loaded as (

    select count(*) > 0 as has_outstanding from outstanding

),

final as (

    select
        positions.as_of_date,
        positions.segment,
        positions.net_position_musd,
        matched.outstanding_musd,
        100 * positions.net_position_musd / matched.outstanding_musd as share_of_outstanding_pct,
        matched.outstanding_observed_on,
        case
            when matched.outstanding_musd is not null then null
            when loaded.has_outstanding then 'no_recent_value'
            else 'series_not_loaded'
        end as null_reason
    from positions
    cross join loaded
    left join matched using (as_of_date, segment)

)

select * from final
