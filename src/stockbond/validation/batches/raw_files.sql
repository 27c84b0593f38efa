-- One row per bar file as it arrived.
with bars as (
    select
        file,
        sum(n_rows) as n_bars,
        sum(n_bars) as n_in_session,
        count(distinct bar_date) as n_days
    from intermediate.int_bar_pieces
    group by file
    having sum(n_rows) > 0
),

bad as (
    select
        file,
        sum(n_rows) as n_bad
    from reports.rpt_quarantine_summary
    where
        reason not in (
            'identical_copy', 'superseded', 'unreadable_contract', 'calendar_spread', 'not_the_front',
            'implausible_expiry', 'not_a_bar'
        )
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
