{{ config(post_hook = ["{{ stop_on_defects(this) }}", "{{ warn_of_odd_event_days(this) }}"]) }}

-- The events of the user's own sets.
with

readings as (

    select * from {{ ref('stg_events__event_days') }}

),

built_in as (

    select distinct event_type from {{ ref('event_sets') }}

),

files as (

    select distinct
        readings.file,
        1 as line_number,
        case
            when built_in.event_type is not null
                then 'the set ' || readings.event_type || ' is built in; give the file another name'
            when not regexp_full_match(readings.event_type, '[a-z0-9_-]+')
                then 'the file''s name names the set; expected letters, digits, _ and -'
        end as defect
    from readings
    left join built_in on readings.event_type = built_in.event_type

),

judged as (

    select
        *,
        min(line_number) over (partition by event_type, event_date) as first_line
    from readings

),

unioned as (

    select
        file,
        line_number,
        line_text,
        event_type,
        event_date,
        event_time_et,
        event_subset,
        case
            when defect is not null then defect
            when first_line < line_number
                then event_date || ' stands in line ' || first_line || ' already; expected one event of a set a day'
        end as defect
    from judged
    union all by name
    select * from files
    where defect is not null

),

final as (

    select * replace (case when defect is not null then line_text end as line_text)
    from unioned

)

select * from final
