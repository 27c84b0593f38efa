with

days as (

    select
        *,
        row_number() over (order by trade_date) as day_number
    from {{ ref('rpt_f1_daily_correlation') }}

),

episodes as (

    select * from {{ ref('episodes') }}

),

levels as (

    select
        trade_date,
        max(value) filter (where series_id = 'VIX') as vix,
        max(value) filter (where series_id = 'MOVE') as move,
        max(value) filter (where series_id = 'HPW_NOISE') as noise_bp
    from {{ ref('fct_macro_daily') }}
    group by trade_date

),

spans as (

    select
        episodes.episode_id,
        episodes.label as episode_label,
        min(days.day_number) as first_day_number,
        max(days.day_number) as last_day_number
    from episodes
    inner join days on days.trade_date between episodes.first_date and episodes.last_date
    group by all

),

-- Sixty sessions on either side show where an episode rises from and what it returns to.
final as (

    select
        spans.episode_id,
        spans.episode_label,
        days.trade_date,
        cast(days.day_number - spans.first_day_number as integer) as session_of_episode,
        days.day_number between spans.first_day_number and spans.last_day_number as is_in_episode,
        days.realized_correlation,
        days.correlation_mean_20d,
        levels.vix,
        levels.move,
        levels.noise_bp
    from spans
    inner join days
        on days.day_number between spans.first_day_number - 60 and spans.last_day_number + 60
    left join levels on days.trade_date = levels.trade_date

)

select * from final
