-- One row per pair and window of sessions (as `windows`): would the legs go together better if one clock were moved?
with -- A day counts for at most so much: two jumps an hour apart are no clock.
days as (
    select
        pair_id,
        trade_date,
        unnest(minutes_late) as minutes_late,
        least(unnest(squared_correlations), 0.05) as together
    from intermediate.int_pair_marks
),

means as (
    select
        windows.span,
        days.pair_id,
        days.minutes_late,
        max(days.trade_date) as last_day,
        count(days.together) as n_days,
        avg(days.together) as together
    from days
    inner join intermediate.int_session_windows as windows using (trade_date)
    group by windows.span, days.pair_id, days.minutes_late
),

measured as (
    select
        span,
        pair_id,
        max(last_day) as last_day,
        max(n_days) as n_days,
        arg_max(minutes_late, together) filter (where minutes_late <> 0) as minutes_late,
        max(together) filter (where minutes_late <> 0)
        - max(together) filter (where minutes_late = 0) as moved_against_as_stamped
    from means
    group by span, pair_id
)

select
    concat(
        pair_id, ' ', span, ' (', pairs.instrument_b, ' ', abs(measured.minutes_late), ' minutes ',
        if(measured.minutes_late > 0, 'late', 'early'), ')'
    ) as label,
    measured.*
from measured
inner join seeds.instrument_pairs as pairs using (pair_id)
order by pair_id, last_day desc
