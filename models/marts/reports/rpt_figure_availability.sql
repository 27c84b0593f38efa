{% set reports = [
    ('F1', 'rpt_f1_daily_correlation', 'realized_correlation', false),
    ('F2', 'rpt_f2_ust_against_usd_safety', 'safe_havens', true),
    ('F3', 'rpt_f3_state_probabilities', 'smoothed_state', true),
    ('F4', 'rpt_f4_episodes', 'realized_correlation', false),
    ('F5', 'rpt_f5_performance_by_day_type', 'mean_return_bp', true),
    ('C1', 'rpt_model_fit_by_day_type', 'gain', true),
    ('C2', 'rpt_dealer_positions_to_outstanding', 'share_of_outstanding_pct', false),
    ('C3', 'rpt_episode_measures', 'mean_level', false),
    ('C4', 'rpt_assets_by_safety_beta', 'safety_day_beta', true),
] -%}
with

counted as (

    {% for report_id, report, column, has_samples in reports %}
        select
            '{{ report_id }}' as report_id,
            '{{ report }}' as report,
            {{ 'sample' if has_samples else "'full'" }} as sample,
            count(*) as n_rows,
            count({{ column }}) as n_rows_with_value
        from {{ ref(report) }}
        {% if has_samples %}group by sample{% endif %}
        {{ 'union all' if not loop.last }}
    {% endfor %}

),

-- A report without a row is listed too.
listed as (

    select
        unnest({{ reports | map(attribute=0) | list }}) as report_id,
        unnest({{ reports | map(attribute=1) | list }}) as report

),

final as (

    select
        listed.report_id,
        listed.report,
        coalesce(counted.sample, 'full') as sample,
        cast(coalesce(counted.n_rows, 0) as integer) as n_rows,
        cast(coalesce(counted.n_rows_with_value, 0) as integer) as n_rows_with_value,
        case when counted.n_rows_with_value > 0 then 'available' else 'not_available' end as status,
        case when counted.n_rows_with_value > 0 then null else 'series not loaded' end as reason
    from listed
    left join counted using (report_id)

)

select * from final
