with

manifest as (

    select * from {{ ref('stg_data_root__manifest') }}

),

final as (

    select
        {{ sql_text(data_root()) }} as data_root,
        -- No manifest means real data.
        coalesce((select is_simulated from manifest), false) as is_simulated,
        (select manifest_sha256 from manifest) as manifest_sha256

)

select * from final
