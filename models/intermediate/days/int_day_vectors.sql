{{ config(materialized='by_day') }}

-- One list of returns per instrument-day: everything after this is list arithmetic on a few thousand rows a leg.
with

instrument_days as (

    select * from {{ ref('int_instrument_days') }} where {{ is_day_to_make() }}

),

candidates as (

    select * from {{ ref('int_contract_candidates') }} where {{ is_day_to_make() }}

),

{% if var('leave_out_price_outliers') -%}
outliers as (

    select
        instrument_id,
        trade_date,
        list(grid_point) as points
    from {{ ref('int_price_outliers') }}
    where grid_point is not null
    group by instrument_id, trade_date

),

{% endif -%}
placed as (

    select
        instrument_days.instrument_id,
        instrument_days.trade_date,
        instrument_days.return_sign,
        {% if var('leave_out_price_outliers') -%}
            case
                when outliers.points is null then candidates.grid_prices
                else list_transform(
                    candidates.grid_prices,
                    lambda price, point: case when not list_contains(outliers.points, point) then price end
                )
            end as grid_prices
        {%- else -%}
            candidates.grid_prices
        {%- endif %}
    from instrument_days
    inner join candidates using (instrument, vendor, series, trade_date)
    {% if var('leave_out_price_outliers') -%}
        left join outliers
            on
                instrument_days.instrument_id = outliers.instrument_id
                and instrument_days.trade_date = outliers.trade_date
    {%- endif %}

),

filled as (

    select
        * {{ exclude('grid_prices') }},
        {{ fill_gaps('grid_prices') }} as prices
    from placed

),

returns as (

    select
        instrument_id,
        trade_date,
        {{ log_returns('prices', 'return_sign') }} as returns
    from filled

),

final as (

    select
        instrument_id,
        trade_date,
        cast({{ list_count('returns') }} as smallint) as n_returns,
        returns
    from returns

)

select * from final
