with

episodes as (

    select * from {{ ref('episodes') }}

),

outcomes as (

    select * from {{ ref('event_study_outcomes') }}
    where outcome in ('rho_ust', 'vix', 'move', 'noise')

),

trading_days as (

    select * from {{ ref('dim_trading_days') }}

),

levels as (

    select
        outcome,
        trade_date,
        level,
        percent_rank() over (partition by outcome order by level) as rank_in_history
    from {{ ref('fct_outcomes_daily') }}

),

-- What it takes to cover an episode, as dim_sample_spans tells it of a sample.
spans as (

    select
        episodes.episode_id,
        episodes.label as episode_label,
        'session' as period,
        cast(count(*) as integer) as n_periods,
        list(trading_days.trade_date order by trading_days.trade_date) as session_dates,
        session_dates[{{ var('max_missing_days_at_ends') }} + 1] as latest_first_date,
        session_dates[-{{ var('max_missing_days_at_ends') }} - 1] as earliest_last_date
    from episodes
    inner join trading_days on trading_days.trade_date between episodes.first_date and episodes.last_date
    group by all

),

measured as (

    select
        spans.episode_id,
        outcomes.outcome,
        outcomes.unit,
        cast(count(levels.level) as integer) as n_days,
        min(levels.trade_date) as first_date,
        max(levels.trade_date) as last_date,
        avg(levels.level order by levels.trade_date) as mean_level,
        max(levels.level) as highest_level,
        arg_max(levels.trade_date, levels.level) as highest_on,
        avg(levels.rank_in_history order by levels.trade_date) as mean_rank_in_history
    from spans
    cross join outcomes
    left join levels
        on outcomes.outcome = levels.outcome and list_contains(spans.session_dates, levels.trade_date)
    group by all

),

-- A series that is not there says so; one that is may still miss an episode.
final as (

    select
        measured.episode_id,
        spans.episode_label,
        measured.outcome,
        measured.unit,
        measured.n_days,
        spans.n_periods as n_sessions,
        measured.first_date,
        measured.last_date,
        measured.mean_level,
        measured.highest_level,
        measured.highest_on,
        measured.mean_rank_in_history,
        case
            when measured.n_days > 0 then {{ partial_reason('measured', 'spans', of='the episode') }}
        end as partial_reason,
        case
            when measured.n_days > 0 then null
            when measured.outcome in (select levels.outcome from levels) then 'no_days_in_episode'
            else 'series_not_loaded'
        end as null_reason
    from measured
    inner join spans using (episode_id)

)

select * from final
