{{ config(pre_hook=keep_row_order(false), post_hook=keep_row_order(true)) }}

-- What later models read of a bar, on narrow types: writing it is most of the cost of the bar path.
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
        grid_point,
        opening_price,
        close,
        volume,
        {{ bar_exclusion('exclusion') }} as exclusion
    from placed

)

select * from final
