-- Table T6: the slope on days of a type is the slope plus its interaction.
with

slopes as (

    select
        sample,
        term,
        estimate
    from {{ ref('rpt_regression_estimates') }}
    where table_id = 'T6' and specification = '2'

)

select
    totals.sample,
    totals.term,
    totals.estimate,
    slopes.estimate + interactions.estimate as summed
from slopes as totals
inner join slopes as interactions
    on totals.sample = interactions.sample and replace(totals.term, '_total_', '_x_') = interactions.term
inner join slopes
    on totals.sample = slopes.sample and split_part(totals.term, '_total_', 1) = slopes.term
where contains(totals.term, '_total_') and abs(totals.estimate - summed) > 1e-9
