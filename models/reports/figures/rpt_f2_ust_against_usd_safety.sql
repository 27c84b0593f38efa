with

regimes as (

    select
        regimes.*,
        coalesce(correlations.null_reason, regimes.regime_null_reason) as null_reason
    from {{ ref('fct_regimes_daily') }} as regimes
    inner join {{ ref('fct_realized_correlation_daily') }} as correlations using (trade_date, pair_id)

),

final as (

    select
        notes.trade_date,
        notes.sample,
        notes.realized_correlation as correlation_ust,
        dollar.realized_correlation as correlation_usd,
        notes.regime as regime_ust,
        dollar.regime as regime_usd,
        case
            when notes.regime = 'safety' and dollar.regime = 'safety' then 'both'
            when notes.regime = 'safety' then 'ust_only'
            when dollar.regime = 'safety' then 'usd_only'
            when notes.regime is not null and dollar.regime is not null then 'neither'
        end as safe_havens,
        coalesce(notes.null_reason, dollar.null_reason) as null_reason
    from regimes as notes
    inner join regimes as dollar
        on notes.trade_date = dollar.trade_date and notes.sample = dollar.sample and dollar.pair_id = 'usd'
    where notes.pair_id = 'ust'

)

select * from final
