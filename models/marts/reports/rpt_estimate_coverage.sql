with

inputs as (

    select * from {{ ref('fct_estimate_inputs') }}

),

trading_days as (

    select * from {{ ref('dim_trading_days') }}

),

regimes as (

    select * from {{ ref('fct_regimes_daily') }}

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
        max(trade_date) as last_date,
        string_agg(distinct proxy, ', ' order by proxy) as proxies
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
        list(trade_date order by trade_date) as session_dates,
        session_dates[{{ var('max_carry_sessions') }} + 1] as latest_start,
        session_dates[-{{ var('max_carry_sessions') }} - 1] as earliest_end
    from sample_days
    group by sample

),

-- The dealers' positions come once a month or week, and a month or week counts by its last Wednesday.
final as (

    select
        covered.* exclude (proxies),
        covered.proxies || ' stands in for the series of the paper' as proxy_reason,
        case
            when starts_with(covered.term, 'd_net_position')
                then
                    case
                        when first_date - interval 2 month > latest_start or last_date + interval 1 month < earliest_end
                            then 'reports from ' || first_date || ' to ' || last_date
                    end
            when first_date > latest_start or last_date < earliest_end or n_days < 0.9 * n_sample_days
                then
                    n_days || ' of ' || n_sample_days || ' sessions of the sample, from ' || first_date || ' to '
                    || last_date
        end as partial_reason
    from covered
    inner join samples using (sample)

)

select * from final
