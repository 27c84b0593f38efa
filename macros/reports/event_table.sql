{#- A printed table of event days: a row per set of events, the six outcomes side by side. -#}
{% macro event_table(table_id) -%}
with

cells as (

    select * from {{ ref('rpt_table_cells') }}
    where table_id = '{{ table_id }}'

),

final as (

    select
        row_number,
        row_label,
        split_part(term, '/', 1) as event_type,
        split_part(term, '/', 2) as event_subset,
        sample,
        max(n_obs) filter (where specification = 'n_events') as n_events,
        {{ cell_columns('rho_ust') }},
        {{ cell_columns('vix') }},
        {{ cell_columns('move') }},
        {{ cell_columns('noise') }},
        {{ cell_columns('ust_vol') }},
        {{ cell_columns('spx_vol') }},
        string_agg(distinct null_reason, ', ' order by null_reason) as null_reason
    from cells
    group by all

)

select * from final
{%- endmacro %}
