-- Every cell of the ten tables in one long table, which the scorecard reads.
with

estimates as (

    select * exclude (label, specification_label, unit, stars)
    from {{ ref('rpt_regression_estimates') }}

),

summary as (

    select
        'T1' as table_id,
        '' as panel,
        unnest(['mean', 'std', 'min', 'p20', 'median', 'p80', 'max']) as specification,
        'rho_' || pair_id as term,
        sample,
        unnest([mean, std, min, p20, median, p80, max]) as value,
        n_days as n_obs,
        n_days,
        first_date,
        last_date,
        null_reason
    from {{ ref('rpt_t01_summary') }}

),

event_cells as (

    select * from {{ ref('rpt_event_study_cells') }}

),

day_cells as (

    {{ printed_cells('estimates') }}
    union all by name
    select * from summary

),

-- The dealers' positions come once a month, and a month counts by its last Wednesday.
cells as (

    select
        day_cells.*,
        {{ partial_reason('day_cells', 'spans') }} as partial_reason
    from day_cells
    left join {{ ref('dim_sample_spans') }} as spans
        on
            day_cells.sample = spans.sample
            and spans.period = case day_cells.term when 'd_net_position' then 'month' else 'session' end
    union all by name
    select
        * exclude (n_events, unit),
        '' as panel,
        n_events as n_obs
    from event_cells

),

final as (

    select
        cells.table_id,
        cells.panel,
        labels.row_number,
        labels.row_label,
        labels.column_number,
        labels.column_label,
        cells.specification,
        cells.term,
        cells.sample,
        cells.value,
        cells.std_error,
        cells.t_stat,
        cells.p_value,
        cells.stars,
        cells.n_obs,
        cells.n_days,
        cells.first_date,
        cells.last_date,
        labels.unit,
        labels.is_printed,
        case when cells.null_reason is null then cells.partial_reason end as partial_reason,
        cells.proxies || ' stands in for the series of the paper' as proxy_reason,
        cells.null_reason
    from cells
    inner join {{ ref('int_table_labels') }} as labels using (table_id, specification, term)

)

select * from final
