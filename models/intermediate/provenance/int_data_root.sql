with

manifest as (

    select content
    from read_text({{ sql_text(data_root() ~ '/manifest.json') }})

),

final as (

    select
        {{ sql_text(data_root()) }} as data_root,
        -- No manifest means real data; the preflight stops on one without a plain yes or no.
        coalesce((select cast(content ->> 'simulated' as boolean) from manifest), false) as is_simulated,
        (select sha256(content) from manifest) as manifest_sha256

)

select * from final
