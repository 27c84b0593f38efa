-- How close do our tables come to the printed ones?
-- Read it: one line per table and status. matched is equal at the printed digits; differs comes with the distance in
-- our standard errors; partial and not_available say which series or years are missing. On a simulated market every
-- line says simulated: distances then tell whether the code finds what was planted, nothing about markets.
select
    table_id,
    status,
    count(*) as n_cells,
    count(*) filter (where same_sign) as n_same_sign,
    round(median(abs(distance_in_std_errors)), 2) as median_distance,
    string_agg(distinct status_reason, '; ' order by status_reason) filter (where status <> 'differs') as reasons
from {{ ref('rpt_replication_scorecard') }}
group by table_id, status
order by cast(substr(table_id, 2) as integer), status
