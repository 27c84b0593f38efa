-- The first position of each definition has no change: none leads from one definition into the other.
select
    as_of_date,
    segment,
    change_musd
from {{ ref('fct_dealer_positions_weekly') }}
qualify
    row_number() over (partition by segment order by as_of_date) = 1
    and change_musd is not null
union all
select
    min(as_of_date) as as_of_date,
    segment,
    min_by(change_musd, as_of_date) as change_musd
from {{ ref('fct_dealer_position_changes') }}
where segment = 'from_2013_04' and as_of_date < date '2013-05-01' and frequency = 'monthly'
group by segment
having count(change_musd) > 0
