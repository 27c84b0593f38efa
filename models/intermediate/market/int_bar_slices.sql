{{ config(post_hook="{{ check_bar_files(this) }}") }}

-- What arrived: the table that turns the text of a bar's origin into integer keys, and knows every row by file.
with

received as (

    select * from {{ ref('int_bars_received') }}

),

vendor_symbols as (

    select * from {{ ref('vendor_symbols') }}

),

slices as (

    select
        vendor,
        file,
        symbol,
        contract,
        bar_minutes,
        count(*) as n_rows,
        min(bar_start_at_utc) as first_bar_at_utc,
        max(bar_start_at_utc) as last_bar_at_utc,
        count(*) filter (where bar_start_at_utc < date '{{ var("calendar_start") }}') as n_rows_before_calendar,
        count(unreadable) as n_unreadable,
        min(unreadable) as unreadable_example
    from received
    group by all

),

final as (

    select
        cast(
            row_number() over (
                order by slices.vendor, slices.file, slices.symbol, slices.contract, slices.bar_minutes
            ) as integer
        ) as slice_id,
        -- Bars of one contract and length share their id across files; an unmapped symbol has none.
        case
            when vendor_symbols.instrument is not null
                then
                    cast(
                        dense_rank() over (
                            order by
                                vendor_symbols.instrument nulls last, slices.vendor, slices.symbol, slices.contract,
                                slices.bar_minutes
                        ) as integer
                    )
        end as contract_id,
        vendor_symbols.instrument,
        slices.*
    from slices
    left join vendor_symbols
        on slices.vendor = vendor_symbols.vendor and slices.symbol = vendor_symbols.symbol

)

select * from final
