with

correlations as (

    select
        *,
        case when not {{ is_perfect('realized_correlation') }} then atanh(realized_correlation) end as z
    from {{ ref('fct_realized_correlation_daily') }}

),

samples as (

    select * from {{ ref('dim_samples') }}

),

-- A day may be in both samples; each has its own percentiles.
cut as (

    select
        correlations.*,
        samples.sample,
        count(realized_correlation) over whole_sample as n_correlations,
        quantile_cont(realized_correlation, {{ var('regime_tail') }}) over whole_sample as safety_threshold,
        quantile_cont(realized_correlation, 1 - {{ var('regime_tail') }}) over whole_sample as risky_threshold,
        {{ z_prior('z', 'correlation_std_error', 'whole_sample') }} as prior
    from correlations
    inner join samples on correlations.trade_date between samples.first_date and samples.last_date
    window
        whole_sample as (
            partition by pair_id, sample order by trade_date
            rows between unbounded preceding and unbounded following
        )

),

-- The thresholds known that evening: those of all days loaded before it, whatever the sample.
point_in_time as (

    select
        trade_date,
        pair_id,
        count(realized_correlation) over until_yesterday as n_correlations,
        quantile_cont(realized_correlation, {{ var('regime_tail') }}) over until_yesterday as safety_threshold,
        quantile_cont(realized_correlation, 1 - {{ var('regime_tail') }}) over until_yesterday as risky_threshold,
        {{ z_prior('z', 'correlation_std_error', 'until_yesterday') }} as prior
    from correlations
    window
        until_yesterday as (
            partition by pair_id order by trade_date rows between unbounded preceding and 1 preceding
        )

),

enough as (

    select
        cut.* exclude (safety_threshold, risky_threshold, prior),
        case when cut.n_correlations >= {{ var('min_days_regime') }} then cut.safety_threshold end as safety_threshold,
        case when cut.n_correlations >= {{ var('min_days_regime') }} then cut.risky_threshold end as risky_threshold,
        {{ z_posterior('cut.z', 'cut.correlation_std_error', 'cut.prior') }} as posterior,
        coalesce(point_in_time.n_correlations >= {{ var('min_days_point_in_time') }}, false) as has_past,
        case when has_past then point_in_time.safety_threshold end as past_safety_threshold,
        case when has_past then point_in_time.risky_threshold end as past_risky_threshold,
        {{ z_posterior('cut.z', 'cut.correlation_std_error', 'point_in_time.prior') }} as past_posterior
    from cut
    inner join point_in_time using (trade_date, pair_id)

),

labelled as (

    select
        *,
        {{ regime_of('realized_correlation', 'safety_threshold', 'risky_threshold') }} as regime,
        {{ regime_of('realized_correlation', 'past_safety_threshold', 'past_risky_threshold') }} as past_regime,
        {{ label_probabilities('posterior', 'safety_threshold', 'risky_threshold') }} as probabilities,
        {{ label_probabilities(
            'past_posterior', 'past_safety_threshold', 'past_risky_threshold'
        ) }} as past_probabilities
    from enough

),

final as (

    select
        trade_date,
        pair_id,
        sample,
        realized_correlation,
        safety_threshold,
        risky_threshold,
        regime,
        past_regime as regime_point_in_time,
        probabilities.safety as safety_probability,
        probabilities.other as other_probability,
        probabilities.risky as risky_probability,
        {{ label_probability('regime', 'probabilities') }} as label_probability,
        label_probability < {{ var('min_label_probability') }} as is_label_uncertain,
        {{ label_probability('past_regime', 'past_probabilities') }} as label_probability_point_in_time,
        label_probability_point_in_time < {{ var('min_label_probability') }} as is_label_uncertain_point_in_time,
        case
            when realized_correlation is null then 'no_correlation'
            when n_correlations < {{ var('min_days_regime') }} then 'too_few_days'
        end as regime_null_reason,
        case
            when realized_correlation is null then 'no_correlation'
            when not has_past then 'too_few_days'
        end as regime_point_in_time_null_reason,
        interval_null_reason
    from labelled

)

select * from final
