with

sessions as (

    select * from {{ ref('nyse_sessions') }}

),

final as (

    select
        trade_date,
        cast(row_number() over (order by trade_date) as integer) as session_number,
        is_early_close,
        is_sifma_holiday,
        trade_date = max(trade_date) over (partition by date_trunc('month', trade_date)) as is_month_end,
        trade_date = max(trade_date) over (partition by date_trunc('quarter', trade_date)) as is_quarter_end,
        session_open_at_utc,
        session_close_at_utc
    from sessions

)

select * from final
