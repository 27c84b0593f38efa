-- One value per series and date: of several vintages the latest, known since the first.
with

versions as (

    select * from {{ ref('int_macro_versions') }}
    where not is_superseded

),

retrievals as (

    select * from {{ ref('int_file_retrievals') }}

),

latest as (

    select * replace (min(available_date) over (partition by series_id, observation_date) as available_date)
    from versions
    qualify row_number() over (partition by series_id, observation_date order by vintage_date desc) = 1

),

final as (

    select
        latest.series_id,
        latest.observation_date,
        latest.available_date,
        latest.value,
        latest.source_format,
        latest.file,
        retrievals.retrieved_at_utc
    from latest
    left join retrievals on latest.file = retrievals.file

)

select * from final
