-- A match has the printed digits, real data, the whole sample and no proxy; a simulated market matches nothing.
with

scorecard as (

    select * from {{ ref('rpt_replication_scorecard') }}

),

data_root as (

    select * from {{ ref('int_data_root') }}

)

select
    scorecard.table_id,
    scorecard.panel,
    scorecard.specification,
    scorecard.term,
    scorecard.status,
    scorecard.our_value,
    scorecard.paper_value
from scorecard
cross join data_root
where
    data_root.is_simulated is distinct from (scorecard.status = 'simulated')
    or (
        scorecard.status = 'matched'
        and (
            -- Half a unit of the coarsest printed digit.
            not coalesce(abs(scorecard.difference) <= 0.05, false)
            or abs(scorecard.our_t_stat - scorecard.paper_t_stat) > 0.00500001
            or (scorecard.paper_t_stat is not null and scorecard.our_t_stat is null)
        )
    )
    or (scorecard.status in ('matched', 'differs', 'partial') and scorecard.our_value is null)
    or (scorecard.status = 'not_available' and scorecard.our_value is not null)
