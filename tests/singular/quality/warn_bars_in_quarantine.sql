{{ config(severity='warn') }}

-- Bars that arrived and were not used: look at them. The build goes on. What a vendor fills in is no bar.
select *
from {{ ref('rpt_quarantine_summary') }}
where reason <> 'not_a_bar'
