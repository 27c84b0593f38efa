{{ config(post_hook = "{{ stop_on_defects(this) }}") }}
{% set formats = [
    ('custom', 'stg_custom__observations'),
    ('prices', 'int_price_readings'),
    ('cboe', 'stg_cboe__observations'),
    ('nyfed', 'stg_nyfed__acm_daily'),
    ('nyfed', 'stg_nyfed__acm_plain'),
    ('nyfed', 'stg_nyfed__dealer_positions'),
    ('fed', 'stg_fed__curves'),
    ('kenneth_french', 'stg_kenneth_french__daily_factors'),
    ('hpw', 'stg_hpw__noise'),
    ('fred', 'stg_fred__observations'),
    ('fred', 'stg_fred__bulk_text'),
] %}

-- Every value read from a file of daily series, under the warehouse's name of the series.
-- A new format is a staging model, its rows in seed macro_series_sources, and a line above.
with

readings as (

    {% for source_format, model in formats -%}
        {{ 'union all by name' if not loop.first }}
        select
            '{{ source_format }}' as source_format,
            *
        from {{ ref(model) }}
    {% endfor %}
),

sources as (

    select * from {{ ref('macro_series_sources') }}

),

-- FRED's and the user's own files hold what the user chose: a column that the seed does not list is a series of
-- its own name. The other publishers' tables are wide, and only the columns listed are series here.
named as (

    select
        readings.* replace (
            case sources.transform
                when 'inverse' then 1 / nullif(readings.value, 0) else readings.value
            end as value
        ),
        coalesce(sources.series_id, readings.source_column) as series_id,
        coalesce(readings.vintage_date, readings.observation_date) as version_date
    from readings
    left join sources
        on
            readings.source_format = sources.source_format
            and readings.source_column = sources.source_column
    where
        sources.series_id is not null
        or readings.source_format in ('custom', 'fred')
        or readings.defect is not null

),

-- Days for which a file has two values that differ, of one vintage.
contradicted as (

    select
        file,
        source_column,
        observation_date,
        version_date,
        min(value) as lowest_value,
        max(value) as highest_value
    from named
    group by file, source_column, observation_date, version_date
    having lowest_value <> highest_value

),

final as (

    select
        named.source_format,
        named.file,
        named.line_number,
        named.source_column,
        named.series_id,
        named.observation_date,
        named.vintage_date,
        named.value,
        greatest(named.observation_date, named.vintage_date) > {{ last_day_over() }} as is_in_the_future,
        {{ series_defect('contradicted.lowest_value', 'contradicted.highest_value') }} as defect,
        case when defect is not null then named.line_text end as line_text
    from named
    left join contradicted using (file, source_column, observation_date, version_date)

)

select * from final
