with

pairs as (

    select * from {{ ref('instrument_pairs') }}

),

regimes as (

    select * from {{ ref('fct_regimes_daily') }}

),

labels as (

    select * from {{ ref('int_table_rows') }}
    where table_id = 'T1'

),

-- In order of the days: sums do not depend on the number of threads.
measured as (

    select
        pair_id,
        sample,
        count(realized_correlation) as n_days,
        avg(realized_correlation order by trade_date) as mean,
        stddev_samp(realized_correlation order by trade_date) as std,
        min(realized_correlation) as min,
        quantile_cont(realized_correlation, 0.2) as p20,
        quantile_cont(realized_correlation, 0.5) as median,
        quantile_cont(realized_correlation, 0.8) as p80,
        max(realized_correlation) as max,
        min(trade_date) filter (where realized_correlation is not null) as first_date,
        max(trade_date) filter (where realized_correlation is not null) as last_date
    from regimes
    group by all

),

-- As many days as regimes ask for: fewer do not tell how a market is.
moments as (

    select * from measured
    where n_days >= {{ var('min_days_regime') }}

),

samples as (

    select * from {{ ref('dim_samples') }}

),

final as (

    select
        labels.row_number,
        labels.row_label,
        pairs.pair_id,
        samples.sample,
        cast(coalesce(measured.n_days, 0) as integer) as n_days,
        moments.mean,
        moments.std,
        moments.min,
        moments.p20,
        moments.median,
        moments.p80,
        moments.max,
        labels.unit,
        measured.first_date,
        measured.last_date,
        case
            when measured.n_days >= {{ var('min_days_regime') }} then null
            when measured.n_days > 0 then 'too_few_days'
            when max(measured.n_days) over (partition by pairs.pair_id) > 0 then 'no_days_in_sample'
            else 'series_not_loaded'
        end as null_reason
    from pairs
    cross join samples
    inner join labels on labels.term = 'rho_' || pairs.pair_id
    left join measured on pairs.pair_id = measured.pair_id and samples.sample = measured.sample
    left join moments on pairs.pair_id = moments.pair_id and samples.sample = moments.sample

)

select * from final
