{{ config(
    materialized='from_spark' if vectors_from() else 'table',
    pre_hook=read_files_of('int_bar_pieces', 'file', 'n_sound < n_rows'),
    post_hook="{{ read_all_files() }}"
) }}

-- depends_on: {{ ref('int_bar_pieces') }}
-- Bars that arrived and are not used, whole: defects, contradictions, and what a later file replaced. Only the files
-- that hold a defect are read again. Bars set aside for the name of their contract are counted, not kept.
with

names as (

    select * from {{ ref('int_contract_names') }}

),

vendor_symbols as (

    select * from {{ ref('int_vendor_symbols') }}

),

received as (

    select
        *,
        {{ bar_defect() }} as reason,
        {{ bar_content() }} as row_content
    from {{ files_to_read(ref('int_bars_received')) }}

),

defects as (

    select
        received.file,
        received.symbol,
        received.contract,
        received.reason,
        received.row_content
    from received
    semi join vendor_symbols on received.vendor = vendor_symbols.vendor and received.symbol = vendor_symbols.symbol
    left join names
        on
            received.vendor = names.vendor
            and received.symbol = names.symbol
            and received.contract is not distinct from names.contract
            and date_trunc('month', received.bar_start_at_utc) = names.bar_month
    where received.reason is not null and received.n_rows_not_bars is null and names.set_aside is null

),

copies as (

    select
        file,
        symbol,
        contract,
        verdict as reason,
        row_content
    from {{ ref('int_bars_compared') }}
    where verdict not in ('single', 'kept')

),

final as (

    select * from defects
    union all
    select * from copies

)

select * from final
