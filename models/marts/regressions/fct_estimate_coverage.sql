-- Which part of the sample the inputs of each estimate cover. '*' stands for every panel, specification or term.
with

regimes as (

    select * from {{ ref('fct_regimes_daily') }}

),

lead_lag_days as (

    select * from {{ ref('int_lead_lag_returns') }}

),

trading_days as (

    select * from {{ ref('dim_trading_days') }}

),

-- One row per input and day on which it is there.
inputs as (

    select
        'T1' as table_id,
        '*' as panel,
        '*' as specification,
        'rho_' || pair_id as term,
        sample,
        trade_date
    from regimes
    where realized_correlation is not null
    union all
    select
        'T10' as table_id,
        '*' as panel,
        '*' as specification,
        '*' as term,
        sample,
        trade_date
    from regimes
    inner join lead_lag_days using (trade_date)
    where pair_id = 'ust' and regime is not null

),

covered as (

    select
        table_id,
        panel,
        specification,
        term,
        sample,
        cast(count(*) as integer) as n_days,
        min(trade_date) as first_date,
        max(trade_date) as last_date
    from inputs
    group by all

),

sample_days as (

    select
        'paper' as sample,
        trade_date
    from trading_days
    where {{ in_paper_sample('trade_date') }}
    union all
    select
        'full' as sample,
        trade_date
    from regimes
    where sample = 'full' and pair_id = 'ust'

),

-- A few days at either end are lost to a change's first day, a tenth of all to holidays and half days.
samples as (

    select
        sample,
        cast(count(*) as integer) as n_sample_days,
        list(trade_date order by trade_date)[{{ var('max_carry_sessions') }} + 1] as latest_start,
        list(trade_date order by trade_date desc)[{{ var('max_carry_sessions') }} + 1] as earliest_end
    from sample_days
    group by sample

),

final as (

    select
        covered.*,
        cast(null as varchar) as proxy_reason,
        case
            when first_date > latest_start or last_date < earliest_end or n_days < 0.9 * n_sample_days
                then
                    n_days || ' of ' || n_sample_days || ' sessions of the sample, from ' || first_date || ' to '
                    || last_date
        end as partial_reason
    from covered
    inner join samples using (sample)

)

select * from final
