-- Year by year: how many sessions have a correlation of stocks and the 10-year note, why the others have none, and what
-- the days rest on.
{% set lost_by = ['early_close', 'no_data', 'too_few_intervals', 'flat_leg', 'no_usable_contract'] -%}
with

days as (

    select
        year(days.trade_date) as year,
        days.realized_correlation,
        days.null_reason,
        regimes.is_label_uncertain
    from {{ ref('fct_realized_correlation_daily') }} as days
    left join {{ ref('fct_regimes_daily') }} as regimes
        on
            days.trade_date = regimes.trade_date
            and days.pair_id = regimes.pair_id
            and regimes.sample = 'full'
    where days.pair_id = 'ust'

),

counted as (

    select
        year,
        count(*) as n_sessions,
        count(realized_correlation) as n_days_with_correlation,
        {% for reason in lost_by %}
            count(*) filter (where null_reason = '{{ reason }}') as n_days_{{ reason }},
        {% endfor %}
        count(*) filter (where is_label_uncertain) as n_uncertain_labels
    from days
    group by year

),

used as (

    select
        year(instrument_days.trade_date) as year,
        sum(contract_days.n_bars) as n_bars,
        count(
            distinct case when instrument_days.chosen_because = 'stand_in' then instrument_days.trade_date end
        ) as n_stand_in_days
    from {{ ref('int_instrument_days') }} as instrument_days
    inner join {{ ref('int_contract_days') }} as contract_days
        using (instrument, vendor, series, trade_date, bar_minutes)
    where instrument_days.instrument in ('ES', 'TY')
    group by year

),

-- A bar without a time is of no year.
quarantined as (

    select
        year(try_cast(row_content ->> '$.bar_start_at_utc' as timestamp)) as year,
        count(*) as n_bars_quarantined
    from {{ ref('int_bars_quarantined') }}
    where reason <> 'identical_copy'
    group by year

),

final as (

    select
        cast(counted.year as integer) as year,
        cast(counted.n_sessions as integer) as n_sessions,
        cast(counted.n_days_with_correlation as integer) as n_days_with_correlation,
        {% for reason in lost_by %}
            cast(counted.n_days_{{ reason }} as integer) as n_days_{{ reason }},
        {% endfor %}
        cast(coalesce(used.n_bars, 0) as bigint) as n_bars,
        cast(coalesce(quarantined.n_bars_quarantined, 0) as bigint) as n_bars_quarantined,
        cast(coalesce(used.n_stand_in_days, 0) as integer) as n_stand_in_days,
        cast(counted.n_uncertain_labels as integer) as n_uncertain_labels
    from counted
    left join used on counted.year = used.year
    left join quarantined on counted.year = quarantined.year

)

select * from final
