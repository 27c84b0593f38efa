{{ config(post_hook = "{{ stop_on_defects(this) }}") }}

-- Every value read from a file of daily series, under the warehouse's name of the series.
-- A new format is a staging model, its rows in seed macro_series_sources, and a branch here.
with

readings as (

    select
        'custom' as source_format,
        *
    from {{ ref('stg_custom__observations') }}
    union all by name
    select
        'cboe' as source_format,
        *
    from {{ ref('stg_cboe__observations') }}
    union all by name
    select
        'fred' as source_format,
        *
    from {{ ref('stg_fred__observations') }}

),

sources as (

    select * from {{ ref('macro_series_sources') }}

),

-- A column that the seed does not list is a series of its own name.
named as (

    select
        readings.* replace (
            case sources.transform
                when 'inverse' then 1 / nullif(readings.value, 0) else readings.value
            end as value
        ),
        coalesce(sources.series_id, readings.source_column) as series_id
    from readings
    left join sources
        on
            readings.source_format = sources.source_format
            and readings.source_column = sources.source_column
            and (sources.source_file is null or parse_filename(readings.file) = sources.source_file)

),

compared as (

    select
        *,
        min(value) over same_day as lowest_value,
        max(value) over same_day as highest_value
    from named
    window same_day as (partition by file, source_column, observation_date)

),

final as (

    select
        source_format,
        file,
        line_number,
        line_text,
        source_column,
        series_id,
        observation_date,
        value,
        case
            when defect is not null then defect
            when lowest_value <> highest_value
                then 'two values for ' || observation_date || ': ' || lowest_value || ' and ' || highest_value
            when observation_date > date '{{ var("calendar_end") }}'
                then 'later than the end of the trading calendar, var calendar_end {{ var("calendar_end") }}'
        end as defect
    from compared

)

select * from final
