-- One value per series and date: the user's own before daily prices before the publisher's before FRED's, and of
-- several files of one kind the one whose name sorts last (a later download is a later vintage).
with

readings as (

    select * from {{ ref('int_macro_readings') }}
    where value is not null and defect is null

),

series as (

    select * from {{ ref('macro_series') }}

),

retrievals as (

    select * from {{ ref('int_file_retrievals') }}

),

ranked as (

    select
        *,
        row_number() over (
            partition by series_id, observation_date
            order by
                case source_format when 'custom' then 1 when 'prices' then 2 when 'fred' then 4 else 3 end asc,
                file desc,
                source_column asc,
                line_number asc
        ) as precedence
    from readings

),

final as (

    select
        ranked.series_id,
        ranked.observation_date,
        ranked.observation_date + coalesce(series.publication_lag_days, 0) as available_date,
        ranked.value,
        ranked.source_format,
        ranked.file,
        retrievals.retrieved_at_utc
    from ranked
    left join series on ranked.series_id = series.series_id
    left join retrievals on ranked.file = retrievals.file
    where ranked.precedence = 1

)

select * from final
