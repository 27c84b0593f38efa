with

correlations as (

    select * from {{ ref('fct_realized_correlation_daily') }}
    where pair_id = 'ust'

),

regimes as (

    select * from {{ ref('fct_regimes_daily') }}
    where pair_id = 'ust' and sample = 'full'

),

episodes as (

    select * from {{ ref('episodes') }}

),

paper_sample as (

    select * from {{ ref('dim_samples') }}
    where sample = 'paper'

),

-- The mean of the last twenty days that have a correlation.
smoothed as (

    select
        trade_date,
        avg(realized_correlation) over last_days as mean_20d,
        count(*) over last_days as n_days
    from correlations
    where realized_correlation is not null
    window last_days as (order by trade_date rows between 19 preceding and current row)

),

final as (

    select
        correlations.trade_date,
        correlations.realized_correlation,
        correlations.correlation_ci_low,
        correlations.correlation_ci_high,
        case when smoothed.n_days = 20 then smoothed.mean_20d end as correlation_mean_20d,
        regimes.regime,
        episodes.episode_id,
        episodes.label as episode_label,
        correlations.trade_date between paper_sample.first_date and paper_sample.last_date as is_in_paper_sample,
        correlations.null_reason
    from correlations
    inner join regimes using (trade_date)
    cross join paper_sample
    left join smoothed using (trade_date)
    left join episodes
        on correlations.trade_date between episodes.first_date and episodes.last_date

)

select * from final
