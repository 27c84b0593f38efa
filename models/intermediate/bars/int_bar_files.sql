{{ config(post_hook=["{{ check_bar_files(this) }}", "{{ check_contract_names(this) }}"]) }}

-- What arrived, counted by where it came from and by what its name says.
with

pieces as (

    select * from {{ ref('int_bar_pieces') }}

),

names as (

    select * from {{ ref('int_contract_names') }}

),

vendor_symbols as (

    select * from {{ ref('int_vendor_symbols') }}

),

final as (

    select
        pieces.vendor,
        pieces.file,
        pieces.symbol,
        pieces.contract,
        pieces.bar_minutes,
        vendor_symbols.instrument,
        names.set_aside,
        cast(sum(pieces.n_rows) as bigint) as n_rows,
        cast(sum(pieces.n_rows_not_bars) as bigint) as n_rows_not_bars,
        cast(sum(pieces.n_sound) as bigint) as n_sound,
        min(pieces.first_bar_at_utc) as first_bar_at_utc,
        max(pieces.last_bar_at_utc) as last_bar_at_utc,
        cast(coalesce(sum(pieces.n_rows) filter (
            where pieces.bar_date < date '{{ var("calendar_start") }}'
        ), 0) as bigint) as n_rows_before_calendar,
        -- Sound bars of whole pieces; those of a day that is cut are looked at one by one.
        cast(coalesce(sum(pieces.n_sound) filter (
            where pieces.first_bar_at_utc >= {{ as_of_at_utc() }}
        ), 0) as bigint) as n_rows_in_the_future,
        cast(sum(pieces.n_unreadable) as bigint) as n_unreadable,
        min(pieces.unreadable_example) as unreadable_example
    from pieces
    left join vendor_symbols on pieces.vendor = vendor_symbols.vendor and pieces.symbol = vendor_symbols.symbol
    left join names
        on
            pieces.vendor = names.vendor
            and pieces.symbol = names.symbol
            and pieces.contract is not distinct from names.contract
            and date_trunc('month', pieces.bar_date) = names.bar_month
    group by
        pieces.vendor, pieces.file, pieces.symbol, pieces.contract, pieces.bar_minutes, vendor_symbols.instrument,
        names.set_aside

)

select * from final
