-- Which days look like bond safety days in one respect without being any, and how like are they?
-- Read it: one line per criterion of table T5 and year of the safety day. Pairs far apart (largest_distance) mean that
-- no day without a safety regime moved as much: there the comparison is between unlike days.
select
    row_label,
    year(trade_date) as safety_year,
    count(*) as n_pairs,
    round(avg(distance), 2) as mean_distance,
    round(max(distance), 2) as largest_distance,
    any_value(unit) as unit,
    count(*) filter (where matched_regime = 'risky') as n_matched_risky
from {{ ref('rpt_matched_days') }}
where sample = 'full'
group by row_label, safety_year
order by row_label, safety_year
