with

conventions as (

    select * from {{ ref('conventions') }}

),

regimes as (

    select * from {{ ref('fct_regimes_daily') }}

),

samples as (

    select * from {{ ref('dim_samples') }}

),

correlations as (

    select * from {{ ref('int_convention_correlations') }}
    union all
    select
        trade_date,
        pair_id,
        case estimator when 'plain' then 'as_paper' else estimator end as convention,
        value as correlation
    from {{ ref('fct_realized_estimators_daily') }}
    where value is not null

),

cut as (

    select
        correlations.*,
        samples.sample,
        count(*) over whole_sample as n_days,
        quantile_cont(correlations.correlation, {{ var('regime_tail') }}) over whole_sample as safety_threshold,
        quantile_cont(correlations.correlation, 1 - {{ var('regime_tail') }}) over whole_sample as risky_threshold
    from correlations
    inner join conventions using (convention)
    inner join samples on correlations.trade_date between samples.first_date and samples.last_date
    window whole_sample as (partition by correlations.pair_id, samples.sample, correlations.convention)

),

beside as (

    select
        cut.*,
        cut.correlation - regimes.realized_correlation as change,
        case
            when cut.n_days >= {{ var('min_days_regime') }}
                then {{ regime_of('cut.correlation', 'cut.safety_threshold', 'cut.risky_threshold') }} <> regimes.regime
        end as is_relabelled
    from cut
    left join regimes using (trade_date, pair_id, sample)

),

measured as (

    select
        pair_id,
        sample,
        convention,
        cast(count(*) as integer) as n_days,
        cast(count(change) as integer) as n_days_compared,
        avg(change order by trade_date) as mean_change,
        avg(abs(change) order by trade_date) as mean_absolute_change,
        max(abs(change)) as largest_change,
        arg_max(trade_date, (abs(change), trade_date)) filter (where change is not null) as largest_change_date,
        count(*) filter (where is_relabelled) / nullif(count(is_relabelled), 0) as share_relabelled,
        avg(correlation order by trade_date) as mean,
        stddev_samp(correlation order by trade_date) as std,
        min(correlation) as min,
        quantile_cont(correlation, 0.2) as p20,
        quantile_cont(correlation, 0.5) as median,
        quantile_cont(correlation, 0.8) as p80,
        max(correlation) as max
    from beside
    group by pair_id, sample, convention

),

final as (

    select
        pairs.pair_id,
        samples.sample,
        conventions.convention,
        conventions.convention_number,
        conventions.what,
        'correlation' as unit,
        coalesce(measured.n_days, 0) as n_days,
        coalesce(measured.n_days_compared, 0) as n_days_compared,
        measured.* exclude (pair_id, sample, convention, n_days, n_days_compared),
        case
            when measured.n_days is not null then null
            when max(measured.n_days) over (partition by pairs.pair_id) is null then 'series_not_loaded'
            when max(measured.n_days) over (partition by pairs.pair_id, samples.sample) is null then 'no_days_in_sample'
            when conventions.convention = 'bond_session' then 'hours_not_loaded'
            else 'too_few_intervals'
        end as null_reason
    from {{ ref('instrument_pairs') }} as pairs
    cross join samples
    cross join conventions
    left join measured
        on
            pairs.pair_id = measured.pair_id
            and samples.sample = measured.sample
            and conventions.convention = measured.convention

)

select * from final
