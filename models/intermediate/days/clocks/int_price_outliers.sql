{{ config(materialized='by_day') }}

-- Prices of one bar that stand alone: a return from the bar before beyond ten robust standard deviations of the day, of
-- which three quarters or more are gone within two bars. Zeros of a calm day do not count as its size.
{% set interval = var('interval_minutes') -%}
{% set sizes = 'list_transform(returns, lambda r: abs(r))' -%}
with

minutes as (

    select * from {{ ref('int_session_minutes') }} where {{ is_day_to_make() }}

),

sessions as (

    select * from {{ ref('int_sessions') }}

),

-- Bars alone, whatever lies between two.
bars as (

    select
        *,
        list_filter(range(1, len(log_prices) + 1), lambda i: log_prices[i] is not null) as places,
        list_filter(log_prices, lambda price: price is not null) as prices
    from minutes

),

changes as (

    select
        *,
        list_transform(
            range(1, len(prices) + 1), lambda i: prices[i] - case when i > 1 then prices[i - 1] end
        ) as returns
    from bars

),

scaled as (

    select
        *,
        1.4826 * list_aggregate(list_filter({{ sizes }}, lambda size: size > 0), 'median') as robust_std
    from changes

),

-- Nearly all days end here.
large as (

    select
        *,
        unnest(list_filter(
            range(1, len(returns) + 1), lambda i: abs(returns[i]) > 10 * robust_std
        )) as bar
    from scaled
    where list_max({{ sizes }}) > 10 * robust_std

),

returned as (

    select
        *,
        cast(places[bar] - open_place as integer) as minute,
        -- Of the end of its interval.
        open_place + {{ interval }} * cast(ceil(minute / {{ interval }}) as integer) as end_place,
        returns[bar] as log_return,
        1 - list_min([abs(prices[bar + 1] - prices[bar - 1]), abs(prices[bar + 2] - prices[bar - 1])])
        / abs(returns[bar]) as share_returned
    from large

),

final as (

    select
        returned.instrument_id,
        returned.trade_date,
        sessions.session_open_at_utc + to_minutes(returned.minute) as price_at_utc,
        -- The point of the session's grid that takes this price, the open is 1; NULL where none does.
        case
            when
                returned.minute > -{{ interval }}
                and list_count(returned.log_prices[returned.places[returned.bar] + 1:returned.end_place]) = 0
                then (returned.end_place - returned.open_place) // {{ interval }} + 1
        end as grid_point,
        returned.log_return,
        returned.robust_std,
        returned.share_returned
    from returned
    inner join sessions using (trade_date)
    where returned.share_returned >= 0.75

)

select * from final
