-- Bars that arrived and are not used, whole: defects, contradictions, and what a later file replaced.
with

slices as (

    select * from {{ ref('int_bar_slices') }}

),

defects as (

    select
        slice_id,
        exclusion as reason,
        row_content
    from {{ ref('int_bars_session') }}
    where exclusion <> 'outside_session'

),

copies as (

    select
        slice_id,
        verdict as reason,
        row_content
    from {{ ref('int_bar_copies') }}
    where verdict <> 'kept'

),

quarantined as (

    select * from defects
    union all
    select * from copies

),

final as (

    select
        slices.file,
        slices.symbol,
        slices.contract,
        quarantined.reason,
        quarantined.row_content
    from quarantined
    inner join slices using (slice_id)

)

select * from final
