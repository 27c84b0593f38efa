{% set daily = [
    ('F1', 'rpt_f1_daily_correlation', "'full'", 'trade_date', 'realized_correlation', 'null_reason'),
    ('F2', 'rpt_f2_ust_against_usd_safety', 'sample', 'trade_date', 'safe_havens', 'null_reason'),
    ('F3', 'rpt_f3_state_probabilities', 'sample', 'trade_date', 'smoothed_state', 'null'),
    ('C2', 'rpt_dealer_positions_to_outstanding', "'full'", 'as_of_date', 'share_of_outstanding_pct', 'null_reason'),
] -%}
-- What each figure and claim is made of, and why a part of it is missing or short: days, measures, assets.
with

days as (

    {% for report_id, report, sample, day, value, reason in daily %}
        select
            '{{ report_id }}' as report_id,
            {{ sample }} as sample,
            {{ reason }} as null_reason,
            case when {{ value }} is not null then {{ day }} end as day_with_value
        from {{ ref(report) }}
        union all
    {% endfor %}
    select distinct
        'F3' as report_id,
        unnest(['paper', 'full']) as sample,
        null_reason,
        null as day_with_value
    from {{ ref('rpt_state_model_parameters') }}
    where n_obs > 0

),

-- The dealers' positions are set against what is outstanding at the end of a month.
listed as (

    select
        unnest(['F1', 'F2', 'F2', 'F3', 'F3', 'C2']) as report_id,
        unnest(['full', 'paper', 'full', 'paper', 'full', 'full']) as sample,
        unnest(['session', 'session', 'session', 'session', 'session', 'month']) as period

),

counted as (

    select
        listed.*,
        nullif(mode(days.null_reason order by days.null_reason), 'no_data') as null_reason,
        cast(count(distinct date_trunc(
            if(period = 'month', 'month', 'day'), days.day_with_value
        )) as integer) as n_days,
        min(days.day_with_value) as first_date,
        max(days.day_with_value) as last_date
    from listed
    left join days using (report_id, sample)
    group by all

),

final as (

    select
        counted.report_id,
        counted.sample,
        'days' as part,
        counted.n_days > 0 as is_there,
        case
            when counted.n_days > 0 then {{ partial_reason('counted', 'spans') }}
            when counted.null_reason is not null then counted.null_reason
            when max(counted.n_days) over (partition by counted.report_id) > 0 then 'no_days_in_sample'
            else 'series_not_loaded'
        end as reason
    from counted
    left join {{ ref('dim_sample_spans') }} as spans using (period, sample)
    union all
    select
        unnest(['F4', 'C3']) as report_id,
        'full' as sample,
        outcome || ' in ' || episode_id as part,
        n_days > 0 as is_there,
        coalesce(null_reason, partial_reason) as reason
    from {{ ref('rpt_episode_measures') }}
    union all
    select
        unnest(['F5', 'C1', 'C4']) as report_id,
        sample,
        asset as part,
        is_there,
        reason
    from {{ ref('rpt_asset_coverage') }}
    union all
    select
        'F6' as report_id,
        sample,
        outcome as part,
        n_days > 0 as is_there,
        status_reason as reason
    from {{ ref('rpt_event_study_availability') }}

)

select * from final
