-- The sessions on which an event could have fallen, and what was known of the session before: what random dates of an
-- event set are drawn from.
with

trading_days as (

    select * from {{ ref('dim_trading_days') }}

),

samples as (

    select * from {{ ref('dim_samples') }}

),

regimes as (

    select * from {{ ref('fct_regimes_daily') }}
    where pair_id = 'ust'

),

sessions as (

    select
        samples.sample,
        trading_days.trade_date,
        trading_days.session_number,
        trading_days.trade_date >= cast('{{ var("volcker_rule_date") }}' as date) as is_post_volcker
    from trading_days
    inner join samples on trading_days.trade_date between samples.first_date and samples.last_date

),

labelled_before as (

    select
        sessions.*,
        regimes.regime,
        regimes.regime_point_in_time
    from sessions
    left join trading_days as before on sessions.session_number = before.session_number + 1
    left join regimes on before.trade_date = regimes.trade_date and sessions.sample = regimes.sample

),

final as (

    select
        sample,
        trade_date,
        is_post_volcker,
        unnest(list_filter(
            ['any', 'after_' || regime, 'after_' || regime_point_in_time || '_point_in_time'],
            lambda state: state is not null
        )) as state
    from labelled_before

)

select * from final
