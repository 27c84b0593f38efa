with

episodes as (

    select * from {{ ref('episodes') }}

),

outcomes as (

    select * from {{ ref('event_study_outcomes') }}
    where outcome in ('rho_ust', 'vix', 'move', 'noise')

),

-- A series that is not there says so; one that is may still miss an episode.
loaded as (

    select
        outcomes.outcome,
        case when count(daily.outcome) = 0 then 'series not loaded' end as null_reason
    from outcomes
    left join {{ ref('fct_outcomes_daily') }} as daily on outcomes.outcome = daily.outcome
    group by outcomes.outcome

),

levels as (

    select
        outcome,
        trade_date,
        level,
        percent_rank() over (partition by outcome order by level) as rank_in_history
    from {{ ref('fct_outcomes_daily') }}

),

final as (

    select
        episodes.episode_id,
        episodes.label as episode_label,
        outcomes.outcome,
        outcomes.unit,
        cast(count(levels.level) as integer) as n_days,
        avg(levels.level order by levels.trade_date) as mean_level,
        max(levels.level) as highest_level,
        arg_max(levels.trade_date, levels.level) as highest_on,
        avg(levels.rank_in_history order by levels.trade_date) as mean_rank_in_history,
        case when count(levels.level) = 0 then coalesce(any_value(loaded.null_reason), 'no_days_in_episode') end
            as null_reason
    from episodes
    cross join outcomes
    inner join loaded on outcomes.outcome = loaded.outcome
    left join levels
        on
            outcomes.outcome = levels.outcome
            and levels.trade_date between episodes.first_date and episodes.last_date
    group by all

)

select * from final
