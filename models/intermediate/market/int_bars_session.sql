with

placed as (

    select * from {{ ref('int_bars_placed') }}

),

final as (

    select
        slice_id,
        contract_id,
        bar_date,
        end_minute,
        opening_price,
        close,
        volume,
        exclusion,
        case when defect is not null then row_content end as row_content
    from placed

)

select * from final
