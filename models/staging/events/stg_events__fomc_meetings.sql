{{ config(post_hook = "{{ stop_on_defects(this) }}") }}
{% set names = [
    'announcement_date', 'announcement_time_et', 'is_scheduled', 'has_economic_projections', 'decision',
    'target_change_bp', 'minutes_release_date'
] %}

with

lines as (

    select *
    from {{ csv_lines(source('events', 'event_files'), 'events/*.csv') }}
    where file = 'events/fomc.csv'

),

headers as (

    {{ csv_headers(
        '"' ~ names | join(',') ~ '"',
        "len(column_names) <> " ~ names | length ~ " or not list_has_all(column_names, ['" ~ names | join("', '") | upper ~ "'])",
        ['ANNOUNCEMENT_DATE']
    ) }}

),

fields as (

    select
        lines.*,
        headers.n_columns,
        {
            {% for name in names -%}
                {{ name }}: nullif(
                    lines.line_fields[list_position(headers.column_names, '{{ name | upper }}')], ''
                ){{ ',' if not loop.last }}
            {% endfor -%}
        } as texts
    from headers
    inner join lines on headers.file = lines.file and lines.line_number > 1
    where headers.defect is null

),

cells as (

    select
        *,
        {{ date_from_text('texts.announcement_date', ['%Y-%m-%d']) }} as announcement_date,
        texts.announcement_time_et,
        try_cast(texts.is_scheduled as boolean) as is_scheduled,
        texts.decision,
        {{ date_from_text('texts.minutes_release_date', ['%Y-%m-%d']) }} as minutes_release_date,
        min(line_number) over (partition by announcement_date) as first_line
    from fields

),

final as (

    {{ readings_and_defects(meeting_defect(), columns=[
        'line_text', 'announcement_date', 'announcement_time_et', 'is_scheduled', 'decision', 'minutes_release_date'
    ]) }}

)

select * from final
