-- Which tables, figures and claims do the loaded data fill, and what is missing for the others?
-- Read it: partial names the cells or the years that are missing; a series named as not loaded is described in
-- docs/DATA.md.
select
    table_id as report_id,
    report,
    sample,
    status,
    reason
from {{ ref('rpt_table_availability') }}
union all
select
    report_id,
    report,
    sample,
    status,
    reason
from {{ ref('rpt_figure_availability') }}
order by sample, report_id
