{{ config(post_hook="{{ check_bad_row_share(ref('int_bars_session'), this, ref('int_bar_slices')) }}") }}

-- Bars that share their key (instrument, contract, start, length) with another. Usually none: then the files are
-- not read again.
with

repeated_days as (

    select * from {{ ref('int_bar_days') }} where has_copies

),

placed as (

    select *
    from {{ ref('int_bars_placed') }}
    where defect is null

),

copies as (

    select
        placed.*,
        min(row_content) over same_file <> max(row_content) over same_file as is_contradicted,
        row_number() over (
            partition by contract_id, bar_start_at_utc, slice_id order by row_content
        ) as copy_number
    from placed
    semi join repeated_days using (contract_id, bar_date)
    window same_file as (partition by contract_id, bar_start_at_utc, slice_id)
    qualify count(*) over (partition by contract_id, bar_start_at_utc) > 1

),

-- Within a file a contradiction discards all; across files the one whose name sorts last wins.
winners as (

    select
        contract_id,
        bar_start_at_utc,
        max(file) as file,
        arg_max(row_content, file) as row_content
    from copies
    where not is_contradicted
    group by all

),

final as (

    select
        copies.slice_id,
        copies.contract_id,
        copies.bar_date,
        copies.end_minute,
        copies.grid_point,
        copies.opening_price,
        copies.close,
        copies.volume,
        copies.exclusion,
        copies.row_content,
        case
            when copies.is_contradicted then 'conflicting_copy'
            when copies.file = winners.file and copies.copy_number = 1 then 'kept'
            when copies.row_content = winners.row_content then 'identical_copy'
            else 'superseded'
        end as verdict
    from copies
    left join winners using (contract_id, bar_start_at_utc)

)

select * from final
