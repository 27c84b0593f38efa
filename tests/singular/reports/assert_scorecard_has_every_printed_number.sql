-- 323 estimates, 42 numbers of observations and events, 24 R squared: each once, as the seed has it.
with

counted as (

    select
        count(*) filter (where term not in ('n_obs', 'r2_pct') and specification <> 'n_events') as n_estimates,
        count(*) filter (where term = 'n_obs' or specification = 'n_events') as n_numbers,
        count(*) filter (where term = 'r2_pct') as n_r_squared
    from {{ ref('rpt_replication_scorecard') }}

),

columns_and_rows as (

    select
        table_id || coalesce(panel, '') || case when table_id in ('T8', 'T9') then term else specification end as place,
        n_obs,
        r2_pct
    from {{ ref('paper_reported_estimates') }}

),

printed as (

    select
        count(*) as n_estimates,
        count(distinct place) filter (where n_obs is not null) as n_numbers,
        count(distinct place) filter (where r2_pct is not null) as n_r_squared
    from columns_and_rows

)

select
    counted.*,
    printed.n_estimates as n_printed_estimates,
    printed.n_numbers as n_printed_numbers,
    printed.n_r_squared as n_printed_r_squared
from counted
cross join printed
where
    counted.n_estimates <> printed.n_estimates
    or counted.n_numbers <> printed.n_numbers
    or counted.n_r_squared <> printed.n_r_squared
