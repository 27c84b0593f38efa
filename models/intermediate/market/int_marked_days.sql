-- On a whole day the five-minute grid is read off directly: the closes of the bars that end on its marks.
{% set interval = var('interval_minutes') %}

with

sessions as (

    select * from {{ ref('int_session_minutes') }}

),

bars as (

    select * from {{ ref('int_bars_session') }} where exclusion is null

),

repeated_days as (

    select distinct
        contract_id,
        bar_date as trade_date
    from {{ ref('int_bar_copies') }}

),

days as (

    select
        contract_id,
        bar_date as trade_date,
        count(*) as n_bars,
        sum(volume) as session_volume,
        {{ opening_grid_price() }} as opening_grid_price,
        {{ sorted_pairs('end_minute', 'close', 'end_minute > 0 and end_minute % ' ~ interval ~ ' = 0') }} as marks
    from bars
    group by all

),

final as (

    select
        days.contract_id,
        days.trade_date,
        days.n_bars,
        days.session_volume,
        list_prepend(days.opening_grid_price, {{ pair_values('days.marks', 'close') }}) as prices,
        coalesce(len(days.marks) = sessions.n_intervals and repeated_days.contract_id is null, false) as is_whole
    from days
    inner join sessions using (trade_date)
    left join repeated_days using (contract_id, trade_date)

)

select * from final
