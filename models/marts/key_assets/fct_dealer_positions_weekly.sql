-- The net position in Treasuries by the two definitions, each a segment of its own: no change leads from one into the
-- other.
with

observations as (

    select * from {{ ref('int_macro_observations') }}
    where series_id in ('PDPUSGTNOP', 'PDPUSGTIISNOP', 'PDPOSGST-TOT')

),

-- The older total less inflation-protected securities (where one of the two is missing there is no position); the later
-- one with them.
positions as (

    select
        observation_date as as_of_date,
        'until_2013_03' as segment,
        max(value) filter (where series_id = 'PDPUSGTNOP')
        - max(value) filter (where series_id = 'PDPUSGTIISNOP') as net_position_musd,
        max(available_date) as available_date
    from observations
    where series_id <> 'PDPOSGST-TOT'
    group by observation_date
    union all
    select
        observation_date as as_of_date,
        'from_2013_04' as segment,
        value as net_position_musd,
        available_date
    from observations
    where series_id = 'PDPOSGST-TOT'

),

final as (

    select
        as_of_date,
        segment,
        net_position_musd,
        -- From one week to the next: a week that is missing leaves none.
        case
            when as_of_date - lag(as_of_date) over of_segment <= 10
                then net_position_musd - lag(net_position_musd) over of_segment
        end as change_musd,
        -- The month's last report, if the month is over: weeks are seven days apart.
        coalesce(
            as_of_date = max(as_of_date) over (partition by segment, date_trunc('month', as_of_date))
            and date_trunc('month', as_of_date + 7) > date_trunc('month', as_of_date),
            false
        ) as is_last_of_month,
        available_date
    from positions
    where net_position_musd is not null
    window of_segment as (partition by segment order by as_of_date)

)

select * from final
