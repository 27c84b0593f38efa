-- Bars that arrived and are not used, whole: defects, contradictions, and what a later file replaced. The files
-- are read again only where a slice holds a defect.
with

slices as (

    select * from {{ ref('int_bar_slices') }}

),

defective_slices as (

    select distinct slice_id
    from {{ ref('int_bars_session') }}
    where exclusion <> 'outside_session'

),

placed as (

    select * from {{ ref('int_bars_placed') }}

),

defects as (

    select
        slice_id,
        defect as reason,
        row_content
    from placed
    semi join defective_slices using (slice_id)
    where defect is not null

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
