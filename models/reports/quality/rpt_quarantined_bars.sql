with

quarantined as (

    select * from {{ ref('int_bars_quarantined') }}

),

-- Identical copies carry nothing that the kept row does not: they are only counted.
final as (

    select
        file,
        symbol,
        contract,
        reason,
        row_content
    from quarantined
    where reason <> 'identical_copy'

)

select * from final
