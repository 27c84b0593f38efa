{{ config(severity='warn') }}

-- Bars that arrived and were not used: look at them. The build goes on.
select *
from {{ ref('rpt_quarantine_summary') }}
