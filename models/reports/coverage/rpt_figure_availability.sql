{% set reports = [
    ('F1', 'rpt_f1_daily_correlation', 'realized_correlation', "'full'"),
    ('F2', 'rpt_f2_ust_against_usd_safety', 'safe_havens', 'sample'),
    ('F3', 'rpt_f3_state_probabilities', 'smoothed_state', 'sample'),
    ('F4', 'rpt_f4_episodes', 'realized_correlation', "'full'"),
    ('F5', 'rpt_f5_performance_by_day_type', 'mean_return_bp', 'sample'),
    ('F6', 'rpt_event_paths', 'mean_change', 'sample'),
    ('C1', 'rpt_model_fit_by_day_type', 'gain', 'sample'),
    ('C2', 'rpt_dealer_positions_to_outstanding', 'share_of_outstanding_pct', "'full'"),
    ('C3', 'rpt_episode_measures', 'mean_level', "'full'"),
    ('C4', 'rpt_assets_by_safety_beta', 'safety_day_beta', 'sample'),
] -%}
with

parts as (

    select * from {{ ref('rpt_figure_parts') }}

),

figures as (

    select
        unnest({{ reports | map(attribute=0) | list }}) as report_id,
        unnest({{ reports | map(attribute=1) | list }}) as report

),

counted as (

    {% for report_id, report, column, sample in reports %}
        select
            '{{ report_id }}' as report_id,
            {{ sample }} as sample,
            cast(count(*) as integer) as n_rows,
            cast(count({{ column }}) as integer) as n_rows_with_value
        from {{ ref(report) }}
        group by all
        {{ 'union all' if not loop.last }}
    {% endfor %}

),

-- Parts with one reason stand together, by name if they are few; a reason of all parts needs no names.
reasons as (

    select
        report_id,
        sample,
        reason,
        count(*) as n_parts,
        sum(count(*)) over (partition by report_id, sample) as n_all_parts,
        case when count(*) <= 5 then ' (' || string_agg(part, '/' order by part) || ')' else '' end as part_names
    from parts
    group by report_id, sample, reason

),

explained as (

    select
        report_id,
        sample,
        string_agg(
            if(n_parts = n_all_parts, '', n_parts || ' of ' || n_all_parts || part_names || ': ') || reason,
            '; ' order by reason
        ) as reason
    from reasons
    group by all

),

final as (

    select
        figures.report_id,
        figures.report,
        explained.sample,
        coalesce(counted.n_rows, 0) as n_rows,
        coalesce(counted.n_rows_with_value, 0) as n_rows_with_value,
        case
            when coalesce(counted.n_rows_with_value, 0) = 0 then 'not_available'
            when explained.reason is not null then 'partial'
            else 'available'
        end as status,
        explained.reason
    from figures
    inner join explained using (report_id)
    left join counted using (report_id, sample)

)

select * from final
