{#-
    One-minute bars of trades, in the columns of staged bars. A file's trades are never held, only the seconds that they make:
    that needs no more memory for more trades. Of each second the last trade stays, at its own time. A row that cannot be
    read stays a row, for the message; those that are no trades become one row that says how many.
-#}
{% macro minutes_of_trades(trades) -%}
    select
        vendor,
        file,
        symbol,
        contract,
        date_trunc('minute', first_trade_at_utc) as bar_start_at_utc,
        any_value(bar_minutes) as bar_minutes,
        arg_min(open, first_trade_at_utc) as open,
        max(high) as high,
        min(low) as low,
        arg_max(close, last_trade_at_utc) as close,
        sum(volume) as volume,
        min(first_trade_at_utc) as first_trade_at_utc,
        max(last_trade_at_utc) as last_trade_at_utc,
        list({'at_utc': last_trade_at_utc, 'price': close} order by last_trade_at_utc) as ticks,
        unreadable,
        cast(sum(n_rows_not_bars) as bigint) as n_rows_not_bars
    from (
        select
            vendor,
            file,
            symbol,
            contract,
            unreadable,
            any_value(bar_minutes) as bar_minutes,
            arg_min(open, moment) as open,
            max(high) as high,
            min(low) as low,
            arg_max(close, moment) as close,
            sum(volume) as volume,
            min(bar_start_at_utc) as first_trade_at_utc,
            max(bar_start_at_utc) as last_trade_at_utc,
            sum(n_rows_not_bars) as n_rows_not_bars
        from {{ trades }}
        group by
            vendor, file, symbol, contract, unreadable, n_rows_not_bars is null, date_trunc('second', bar_start_at_utc)
    )
    group by
        vendor, file, symbol, contract, unreadable, n_rows_not_bars is null, date_trunc('minute', first_trade_at_utc)
{%- endmacro %}
