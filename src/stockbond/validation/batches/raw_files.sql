-- One row per bar file as it arrived.
with bars as (
    select
        slices.file,
        count(*) as n_bars,
        count(*) filter (where bars.exclusion is null) as n_in_session,
        count(distinct bars.bar_date) as n_days
    from intermediate.int_bars_session as bars
    inner join intermediate.int_bar_slices as slices using (slice_id)
    group by slices.file
),

bad as (
    select
        file,
        sum(n_rows) as n_bad
    from reports.rpt_quarantine_summary
    where reason not in ('identical_copy', 'superseded')
    group by file
)

select
    bars.file as label,
    bars.n_days,
    bars.n_in_session / bars.n_bars as share_in_session,
    coalesce(bad.n_bad, 0) / bars.n_bars as share_bad
from bars
left join bad using (file)
order by bars.file
