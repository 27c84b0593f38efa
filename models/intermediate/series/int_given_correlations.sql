{{ config(post_hook = "{{ stop_on_defects(this) }}") }}

-- Daily correlations that the user gives, as read. They serve on days on which a pair has none of its own.
with

given as (

    select * from {{ ref('stg_correlations__days') }}

),

pairs as (

    select * from {{ ref('instrument_pairs') }}

),

sessions as (

    select * from {{ ref('int_sessions') }}

),

compared as (

    select
        given.* replace (
            coalesce(
                given.defect,
                case
                    when pairs.pair_id is null
                        then
                            'the file''s name ''' || given.pair_id || ''' is no pair; expected one of '
                            || (select string_agg(known.pair_id, ', ' order by known.pair_number) from pairs as known)
                    when
                        sessions.trade_date is null
                        and given.observation_date
                        between date '{{ var("calendar_start") }}' and date '{{ var("calendar_end") }}'
                        then
                            given.observation_date || ' is a ' || dayname(given.observation_date)
                            || ' without a session; expected a trading day of New York'
                end
            ) as defect
        ),
        min(given.correlation) over same_day as lowest_value,
        max(given.correlation) over same_day as highest_value
    from given
    left join pairs on given.pair_id = pairs.pair_id
    left join sessions on given.observation_date = sessions.trade_date
    window same_day as (partition by given.file, given.pair_id, given.observation_date)

),

final as (

    select
        file,
        line_number,
        pair_id,
        observation_date,
        correlation,
        n_intervals,
        observation_date > {{ last_day_over() }} as is_in_the_future,
        correlation is not null
        and row_number() over (
            partition by pair_id, observation_date
            order by correlation is null, {{ download_order('file') }} desc, line_number
        ) > 1 as is_superseded,
        {{ series_defect('lowest_value', 'highest_value') }} as defect,
        case when defect is not null then line_text end as line_text
    from compared

)

select * from final
