-- When each file of the data root was downloaded, as far as its manifest says so.
with

manifest as (

    select * from {{ ref('stg_data_root__manifest') }}

),

entries as (

    select unnest(downloads) as entry
    from manifest

),

final as (

    select
        entry ->> 'path' as file,
        max(try_cast(entry ->> 'retrieved_at_utc' as timestamptz) at time zone 'UTC') as retrieved_at_utc
    from entries
    where entry ->> 'path' is not null
    group by 1
    having retrieved_at_utc is not null

)

select * from final
