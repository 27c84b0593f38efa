-- The covariance of each pair and day of which both legs have trades, by Hayashi and Yoshida (2005): the products of
-- all changes of price that overlap in time. Of each second the last trade counts.
with

pairs as (

    select * from {{ ref('int_instrument_pairs') }}

),

ticks as (

    select * from {{ ref('int_trade_ticks') }}

),

changes as (

    select
        *,
        lag(at_utc) over one_leg as since_utc,
        log_price - lag(log_price) over one_leg as change
    from ticks
    window one_leg as (partition by trade_date, instrument_id order by at_utc)

),

legs as (

    select
        trade_date,
        instrument_id,
        arg_min(log_price, at_utc) as first_log_price,
        arg_max(log_price, at_utc) as last_log_price,
        count(change) as n_changes
    from changes
    group by trade_date, instrument_id

),

-- A change of one leg meets all that the other's price did from its last trade before to its first trade after.
products as (

    select
        pairs.pair_id,
        changes.trade_date,
        leg_b.n_changes as n_changes_b,
        changes.at_utc,
        changes.change * (
            coalesce(trade_after.log_price, leg_b.last_log_price)
            - coalesce(trade_before.log_price, leg_b.first_log_price)
        ) as product
    from changes
    inner join pairs on changes.instrument_id = pairs.instrument_a_id
    inner join legs as leg_b
        on changes.trade_date = leg_b.trade_date and pairs.instrument_b_id = leg_b.instrument_id
    asof left join ticks as trade_before
        on
            changes.trade_date = trade_before.trade_date
            and pairs.instrument_b_id = trade_before.instrument_id
            and changes.since_utc >= trade_before.at_utc
    asof left join ticks as trade_after
        on
            changes.trade_date = trade_after.trade_date
            and pairs.instrument_b_id = trade_after.instrument_id
            and changes.at_utc <= trade_after.at_utc
    where changes.change is not null

),

final as (

    select
        pair_id,
        trade_date,
        list_sum(list(product order by at_utc)) as covariance,
        cast(least(count(*), max(n_changes_b)) as integer) as n_returns
    from products
    group by pair_id, trade_date

)

select * from final
