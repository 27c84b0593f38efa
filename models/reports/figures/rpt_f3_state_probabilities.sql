with

probabilities as (

    select * from {{ ref('est_state_probabilities') }}

),

regimes as (

    select * from {{ ref('fct_regimes_daily') }}
    where pair_id = 'ust'

),

final as (

    select
        probabilities.trade_date,
        probabilities.sample,
        regimes.realized_correlation,
        probabilities.filtered_safe_haven,
        probabilities.filtered_neutral,
        probabilities.filtered_ust_risk,
        probabilities.smoothed_safe_haven,
        probabilities.smoothed_neutral,
        probabilities.smoothed_ust_risk,
        probabilities.filtered_state,
        probabilities.smoothed_state
    from probabilities
    inner join regimes using (trade_date, sample)

)

select * from final
