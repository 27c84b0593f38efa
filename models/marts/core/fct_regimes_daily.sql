with

correlations as (

    select * from {{ ref('fct_realized_correlation_daily') }}

),

-- A day in the paper's window is in both samples; each sample has its own percentiles.
sampled as (

    select
        trade_date,
        pair_id,
        realized_correlation,
        unnest(case when {{ in_paper_sample('trade_date') }} then ['paper', 'full'] else ['full'] end) as sample
    from correlations

),

cut as (

    select
        *,
        count(realized_correlation) over whole_sample as n_correlations,
        quantile_cont(realized_correlation, {{ var('regime_tail') }}) over whole_sample as safety_threshold,
        quantile_cont(realized_correlation, 1 - {{ var('regime_tail') }}) over whole_sample as risky_threshold
    from sampled
    window whole_sample as (partition by pair_id, sample)

),

-- What was known the evening before: all days loaded until then, whatever the sample.
point_in_time as (

    select
        trade_date,
        pair_id,
        count(realized_correlation) over until_yesterday as n_correlations,
        quantile_cont(realized_correlation, {{ var('regime_tail') }}) over until_yesterday as safety_threshold,
        quantile_cont(realized_correlation, 1 - {{ var('regime_tail') }}) over until_yesterday as risky_threshold
    from correlations
    window
        until_yesterday as (
            partition by pair_id order by trade_date rows between unbounded preceding and 1 preceding
        )

),

final as (

    select
        cut.trade_date,
        cut.pair_id,
        cut.sample,
        cut.realized_correlation,
        case
            when cut.n_correlations >= {{ var('min_days_regime') }}
                then {{ regime_of('cut.realized_correlation', 'cut.safety_threshold', 'cut.risky_threshold') }}
        end as regime,
        case
            when point_in_time.n_correlations >= {{ var('min_days_point_in_time') }}
                then
                    {{ regime_of(
                        'cut.realized_correlation', 'point_in_time.safety_threshold', 'point_in_time.risky_threshold'
                    ) }}
        end as regime_point_in_time,
        case
            when cut.realized_correlation is null then 'no_correlation'
            when cut.n_correlations < {{ var('min_days_regime') }} then 'too_few_days'
        end as regime_null_reason,
        case
            when cut.realized_correlation is null then 'no_correlation'
            when point_in_time.n_correlations < {{ var('min_days_point_in_time') }} then 'too_few_days'
        end as regime_point_in_time_null_reason
    from cut
    inner join point_in_time using (trade_date, pair_id)

)

select * from final
