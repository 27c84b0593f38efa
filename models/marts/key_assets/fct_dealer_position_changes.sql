-- Changes of the dealers' net position by month (as the paper) and by week (ours), each over its standard deviation
-- in the segment, with the regime of the period.
with

positions as (

    select * from {{ ref('fct_dealer_positions_weekly') }}

),

sorted as (

    select * from {{ ref('fct_correlation_periods') }}

),

changes as (

    select
        'monthly' as frequency,
        date_trunc('month', as_of_date) as period_start_date,
        as_of_date,
        segment,
        net_position_musd,
        case
            when
                lag(date_trunc('month', as_of_date)) over of_segment
                = date_trunc('month', as_of_date - interval 1 month)
                then net_position_musd - lag(net_position_musd) over of_segment
        end as change_musd
    from positions
    where is_last_of_month
    window of_segment as (partition by segment order by as_of_date)
    union all
    select
        'weekly' as frequency,
        date_trunc('week', as_of_date - 3) as period_start_date,
        as_of_date,
        segment,
        net_position_musd,
        change_musd
    from positions

),

final as (

    select
        changes.as_of_date,
        sorted.sample,
        frequency,
        changes.segment,
        sorted.mean_correlation,
        sorted.regime,
        changes.net_position_musd,
        changes.change_musd,
        -- In the order of the days: another order of summation is another last digit.
        changes.change_musd / nullif(stddev_samp(changes.change_musd) over segment_in_order, 0) as change_std
    from changes
    inner join sorted using (frequency, period_start_date)
    window
        segment_in_order as (
            partition by sorted.sample, frequency, changes.segment order by changes.as_of_date
            rows between unbounded preceding and unbounded following
        )

)

select * from final
