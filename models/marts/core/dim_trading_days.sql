with

sessions as (

    select * from {{ ref('int_sessions') }}

),

final as (

    select
        trade_date,
        session_number,
        is_early_close,
        is_sifma_holiday,
        is_month_end,
        is_quarter_end,
        session_open_at_utc,
        session_close_at_utc
    from sessions

)

select * from final
