{{ config(materialized='by_day') }}

-- What a day's minutes say of the file that they came from: its clock, a feed that stood still, its prices' scale. The
-- validation compares each window of them with the instrument's own history and with the other leg.
{% set vector_open, vector_close = clock_minutes(var('vector_open')), clock_minutes(var('vector_close')) -%}
{% set session_open = clock_minutes(var('session_open')) -%}
{# Minutes of New York's day at which markets open or news comes, whatever session the build measures. -#}
{% set news_minutes = [510, 570, 600, 840] -%}
with

moves as (

    select * from {{ ref('int_minute_moves') }} where {{ is_day_to_make() }}

),

measured as (

    select
        *,
        list_max(list_transform(range(2, len(changes) + 1), lambda i: changes[i] - changes[i - 1] - 1))
            as longest_standstill,
        list_avg(moves) as mean_move,
        (len(changes) - 2) / nullif(len(session_prices) - longest_standstill, 0) as share_of_moves_besides
    from moves

),

final as (

    select
        instrument_id,
        instrument,
        trade_date,
        vendor,
        return_sign,
        is_early_close,
        session_volume,
        closing_price,
        returns[1] is not null and returns[-1] is not null as has_both_ends,
        list_max(known_returns) = list_min(known_returns) as is_flat,
        -- By it a day is found again under another date or instrument, with either sign; few returns tell nothing.
        case
            when len(list_distinct(known_returns)) >= 10
                then hash(list_transform(returns, lambda r: round(abs(r), 12)))
        end as day_hash,
        bar_minutes,
        {{ vector_open }} + prices_at as first_bar_ends_at,
        {{ vector_open }} + prices_at + len(prices) - 1 as last_bar_ends_at,
        cast(longest_standstill * step as integer) as longest_standstill,
        share_of_moves_besides as share_of_moving_minutes,
        -- How many such standstills chance gives to a day half as lively as the rest of this one.
        len(session_prices) * share_of_moves_besides / 2 * pow(1 - share_of_moves_besides / 2, longest_standstill)
            as standstills_by_chance,
        list_min(known_prices) as lowest_price,
        list_max(known_prices) as highest_price,
        list_max(list_transform(known_prices, lambda price: price - floor(price))) as highest_fraction,
        list_avg(list_transform(known_prices, lambda price: cast(256 * price = round(256 * price) as integer)))
            as share_in_256ths,
        -- The mean move of each half hour of New York's day, against the whole day's; NULL of less than half of one.
        list_concat(
            list_resize(cast([] as double[]), {{ vector_open // 30 }}),
            list_transform(
                list_transform(
                    range({{ vector_open // 30 }}, {{ (vector_close + 29) // 30 }}),
                    lambda h: moves[
                        greatest(1, 30 * h + 2 - prices_at - {{ vector_open }}):
                        greatest(0, 30 * h + 31 - prices_at - {{ vector_open }})
                    ]
                ),
                lambda part: case when list_count(part) * step >= 15 then list_avg(part) end / nullif(mean_move, 0)
            )
        ) as activity,
        -- Moves of the bars around each minute of news, from four before to three after, against the day's mean; one of
        -- more than five counts as five.
        list_transform(
            list_transform({{ news_minutes }}, lambda minute: minute + 1 - prices_at - {{ vector_open }} - 3 * step),
            lambda first: case
                when first > 0
                    then list_transform(
                        list_slice(moves, first, first + 7 * step, step),
                        lambda move: case when move > 5 * mean_move then 5 else move / nullif(mean_move, 0) end
                    )
            end
        ) as around_news,
        -- The first bar's needs its open, which is known where it is the session's first.
        [
            case
                when {{ vector_open }} + prices_at - step = {{ session_open }} + first_open_minute
                    then abs(ln(prices[1] / first_open))
            end,
            moves[1 + step],
            moves[-1 - step],
            moves[-1]
        ] as moves_at_ends
    from measured

)

select * from final
