with

listed as (

    select * from {{ ref('macro_series') }}

),

observations as (

    select * from {{ ref('int_macro_observations') }}

),

loaded as (

    select
        series_id,
        count(*) as n_observations,
        min(observation_date) as first_observation_date,
        max(observation_date) as last_observation_date,
        string_agg(distinct file, ', ' order by file) as files,
        max(retrieved_at_utc) as retrieved_at_utc
    from observations
    group by series_id

),

final as (

    select
        coalesce(listed.series_id, loaded.series_id) as series_id,
        coalesce(listed.name, loaded.series_id) as series_name,
        coalesce(listed.unit, 'unknown') as unit,
        listed.publisher,
        coalesce(listed.publication_lag_days, 0) as publication_lag_days,
        listed.publication_lag_reason,
        coalesce(listed.max_carry_sessions, {{ var('max_carry_sessions') }}) as max_carry_sessions,
        listed.licence_note,
        listed.series_id is not null as is_listed,
        loaded.series_id is not null as is_loaded,
        cast(coalesce(loaded.n_observations, 0) as integer) as n_observations,
        loaded.first_observation_date,
        loaded.last_observation_date,
        loaded.files,
        loaded.retrieved_at_utc
    from listed
    full join loaded on listed.series_id = loaded.series_id

)

select * from final
