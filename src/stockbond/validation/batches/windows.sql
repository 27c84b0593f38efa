-- One row per instrument, vendor and window of sessions: the last 15, 20, 60 and 200, each 20 before in steps of five,
-- and each year. What is told of a day is compared with the instrument's own days before.
with plausible (instrument, lowest, highest) as (
    values ('ES', 100, 100000), ('TY', 60, 200), ('TU', 60, 200), ('RATE3M', 60, 200), ('USD', 0.2, 300)
),

outliers as (
    select
        instrument_id,
        trade_date,
        count(*) as n_outliers
    from intermediate.int_price_outliers
    where abs(log_return) > 30 * robust_std
    group by instrument_id, trade_date
),

against_before as (
    select
        marks.*,
        -- Years may lie between two days of a sample.
        case
            when marks.trade_date - lag(marks.trade_date) over before <= 14
                then abs(ln(marks.closing_price / lag(marks.closing_price) over before))
        end as step,
        marks.session_volume / median(marks.session_volume) over (before rows between 60 preceding and 1 preceding)
            as volume_ratio,
        count(*) over (before rows between 60 preceding and 1 preceding) as n_before,
        median(marks.share_of_moving_minutes) over (before rows between 60 preceding and 1 preceding)
            as moved_before,
        count(*) over (partition by marks.day_hash) > 1 and marks.day_hash is not null as has_twin
    from intermediate.int_day_marks as marks
    window before as (partition by marks.instrument, marks.vendor, marks.return_sign order by marks.trade_date)
),

days as (
    select
        against_before.*,
        coalesce(outliers.n_outliers, 0) as n_outliers,
        coalesce(closing_price not between plausible.lowest and plausible.highest, false) as is_out_of_scale,
        coalesce(n_before >= 10 and abs(log10(volume_ratio)) > 1, false) as has_odd_volume,
        coalesce(is_flat and moved_before > 0.1, false)
        or coalesce(longest_standstill >= 60 and standstills_by_chance < 0.001, false) as is_still
    from against_before
    left join outliers using (instrument_id, trade_date)
    left join plausible using (instrument)
),

-- The bar that starts at 08:30, 09:30, 10:00 or 14:00 New York, three before it (not the one next to it) and three after.
news as (
    select
        windows.span,
        days.instrument,
        days.vendor,
        generate_subscripts(days.around_news, 1) as minute_of_news,
        unnest(days.around_news) as moves
    from days
    inner join intermediate.int_session_windows as windows using (trade_date)
),

-- Where the bars after are clearly livelier: is this bar one of them (1), or still one of those before (0)?
livelier as (
    select
        span,
        instrument,
        vendor,
        avg(moves[5] - before) as this_bar,
        avg(after - before) as bars_after,
        var_samp(moves[5] - before) / count(*) as sampling_variance,
        count(*) as n_bars
    from (select *, list_avg(moves[1:3]) as before, list_avg(moves[6:8]) as after from news)
    where moves[5] + before + after is not null
    group by span, instrument, vendor, minute_of_news
    having count(*) >= 10 and bars_after > 0.5
),

starts as (
    select
        span,
        instrument,
        vendor,
        (sum(this_bar) + 3 * sqrt(sum(sampling_variance))) / sum(bars_after) as highest_news_in_its_bar
    from livelier
    group by span, instrument, vendor
    -- Of one minute of news twenty days are too few.
    having sum(n_bars) >= 40
),

-- Bars of the session alone that begin with one at 09:30 and end with one at 16:00 New York, of five minutes or more: the
-- first is at least as lively as the second, and the last no more than the one before. Marked at their end, the first
-- came before the open and the last up to the close, and it is the other way. As a share of the four, from -1 to 1.
edges as (
    select
        instrument_id,
        trade_date,
        (moves_at_ends[1] + moves_at_ends[3] - moves_at_ends[2] - moves_at_ends[4])
        / nullif(moves_at_ends[1] + moves_at_ends[2] + moves_at_ends[3] + moves_at_ends[4], 0) as outer_less_inner
    from intermediate.int_day_marks
    where
        bar_minutes >= 5
        and first_bar_ends_at = 570 + bar_minutes
        and last_bar_ends_at = 960 + bar_minutes
        and not is_early_close
),

-- The half hour of New York's day in which prices move most; a day of news weighs like another.
halves as (
    select
        windows.span,
        days.instrument,
        days.vendor,
        30 * (generate_subscripts(days.activity, 1) - 1) as half_hour,
        unnest(list_transform(days.activity, lambda size: least(5, coalesce(size, 0)))) as activity
    from days
    inner join intermediate.int_session_windows as windows using (trade_date)
    where days.instrument = 'ES'
),

-- It is the one after the open, and the one before it is calmer.
opens as (
    select
        span,
        instrument,
        vendor,
        -- Minutes since midnight: stocks open at 09:30 New York, whatever session the build measures.
        570 as open_minute,
        arg_max(half_hour, mean_activity) as busiest_half_hour,
        max(mean_activity) filter (where half_hour = 540)
        / nullif(max(mean_activity) filter (where half_hour = 570), 0) as before_to_after_open
    from (select span, instrument, vendor, half_hour, avg(activity) as mean_activity from halves group by all)
    group by span, instrument, vendor
),

measured as (
    select
        windows.span,
        any_value(windows.n_sessions) as n_sessions,
        days.instrument,
        days.vendor,
        max(days.trade_date) as last_day,
        count(*) as n_days,
        avg(cast(days.has_both_ends as double)) filter (where not days.is_early_close) as share_with_both_ends,
        -- Deliveries begin and end at a round minute: where bars are marked at their end, both are a minute late.
        avg(cast(
            days.first_bar_ends_at % 5 = 2 and days.last_bar_ends_at % 5 = 1 and days.bar_minutes = 1 as integer
        )) as share_marked_at_end,
        count(*) filter (where days.is_still) as n_still_days,
        max(days.step) as largest_step,
        count(*) filter (where days.is_out_of_scale) as n_days_out_of_scale,
        -- Prices cross whole numbers and never stand on .32 to .99.
        max(days.highest_fraction) < 0.32 and max(days.highest_fraction) > 0.2
        and floor(max(days.highest_price)) > floor(min(days.lowest_price)) as is_in_32nds,
        median(days.share_in_256ths) as share_in_256ths,
        count(*) filter (where days.has_odd_volume) as n_odd_volumes,
        count(*) filter (where days.has_twin) as n_twins,
        sum(days.n_outliers) as n_outliers,
        case
            when count(edges.outer_less_inner) >= 60
                then avg(edges.outer_less_inner)
                    + 3 * stddev_samp(edges.outer_less_inner) / sqrt(count(edges.outer_less_inner))
        end as highest_outer_less_inner
    from days
    inner join intermediate.int_session_windows as windows using (trade_date)
    left join edges using (instrument_id, trade_date)
    group by windows.span, days.instrument, days.vendor
),

-- Sessions at a window's end on which another instrument has bars.
ends as (
    select
        last_days.span,
        last_days.instrument,
        count(distinct marks.trade_date) as n_missing_at_end
    from (
        select windows.span, days.instrument, max(days.trade_date) as last_day
        from days
        inner join intermediate.int_session_windows as windows using (trade_date)
        where windows.n_sessions = 20
        group by windows.span, days.instrument
    ) as last_days
    inner join intermediate.int_session_windows as windows
        on last_days.span = windows.span and last_days.last_day < windows.trade_date
    inner join intermediate.int_day_marks as marks on windows.trade_date = marks.trade_date
    group by last_days.span, last_days.instrument
)

select
    concat(
        measured.instrument, if(measured.vendor = 'canonical', '', ' of ' || measured.vendor), ' ', measured.span
    ) as label,
    measured.* exclude (span, is_in_32nds, share_with_both_ends),
    case when measured.instrument in ('ES', 'TY') then measured.share_with_both_ends end as share_with_both_ends,
    case when measured.instrument not in ('ES', 'TY') then measured.share_with_both_ends end
        as thin_share_with_both_ends,
    opens.busiest_half_hour - opens.open_minute as open_minutes_late,
    opens.before_to_after_open,
    starts.highest_news_in_its_bar,
    cast(measured.instrument in ('TY', 'TU') and measured.is_in_32nds as integer) as in_32nds,
    -- Of notes, against the best window of the same source.
    case
        when measured.instrument in ('TY', 'TU')
            then max(measured.share_in_256ths) over (partition by measured.instrument, measured.vendor)
            - measured.share_in_256ths
    end as lost_share_in_256ths,
    coalesce(ends.n_missing_at_end, 0) as n_missing_at_end
from measured
left join opens using (span, instrument, vendor)
left join starts using (span, instrument, vendor)
left join ends using (span, instrument)
order by measured.instrument, measured.last_day desc, measured.n_sessions
