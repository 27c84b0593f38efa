{{ config(materialized='view') }}

-- The symbols that arrived and that an instrument takes, and the place of each vendor among those of its instrument.
with

arrived as (

    select distinct
        vendor,
        symbol
    from {{ ref('int_bar_pieces') }}
    where n_rows > 0

),

vendor_symbols as (

    select
        *,
        min(priority) over (partition by instrument) as first_priority
    from {{ ref('vendor_symbols') }}

),

mapped as (

    {{ symbols_that_arrived('arrived', 'vendor_symbols') }}

),

final as (

    select
        * {{ exclude('first_priority') }},
        min(priority) over (partition by instrument, vendor) as vendor_priority,
        min(priority) over (partition by instrument, vendor) > first_priority as is_later_vendor
    from mapped

)

select * from final
