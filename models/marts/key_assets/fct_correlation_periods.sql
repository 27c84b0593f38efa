{% set tail = var('regime_tail') -%}
-- Months and weeks with their regime: where the mean of the period's daily correlations lies among the sample's.
with

regimes as (

    select * from {{ ref('fct_regimes_daily') }}
    where pair_id = 'ust'

),

-- A week runs from the day after a Wednesday to the next one.
periods as (

    select
        sample,
        trade_date,
        realized_correlation,
        unnest(['monthly', 'weekly']) as frequency,
        cast(
            unnest([date_trunc('month', trade_date), date_trunc('week', trade_date - 3)]) as date
        ) as period_start_date
    from regimes

),

means as (

    select
        sample,
        frequency,
        period_start_date,
        {{ ordered_mean('realized_correlation', 'trade_date') }} as mean_correlation
    from periods
    group by sample, frequency, period_start_date

),

final as (

    select
        *,
        {{ regime_of(
            'mean_correlation',
            'quantile_cont(mean_correlation, ' ~ tail ~ ') over of_sample',
            'quantile_cont(mean_correlation, ' ~ (1 - tail) ~ ') over of_sample'
        ) }} as regime
    from means
    window of_sample as (partition by sample, frequency)

)

select * from final
