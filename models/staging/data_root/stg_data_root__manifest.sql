with

source as (

    select *
    from
        {{ files_or_empty(
            source('data_root', 'manifest'), 'manifest.json', {'filename': 'varchar', 'content': 'varchar'}
        ) }}

),

final as (

    select
        cast(content ->> 'simulated' as boolean) as is_simulated,
        sha256(content) as manifest_sha256,
        coalesce(json_extract(cast(content as json), '$.downloads[*]'), []) as downloads
    from source

)

select * from final
