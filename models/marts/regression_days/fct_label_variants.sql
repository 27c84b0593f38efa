-- Other ways to say what kind of day it was: each gives a day three weights, of a safety, an other and a risky day.
{% set weights = ['safety', 'other', 'risky'] -%}
with

regimes as (

    select * from {{ ref('fct_regimes_daily') }}
    where pair_id in ('ust', 'usd')

),

volatility as (

    select
        trade_date,
        realized_volatility_pct as spx_volatility_pct
    from {{ ref('fct_realized_volatility_daily') }}
    where instrument = 'ES'

),

sessions as (

    select
        trade_date,
        sample,
        {% for pair in ['ust', 'usd'] -%}
            max(regime) filter (where pair_id = '{{ pair }}') as {{ pair }}_regime,
            max(regime_point_in_time) filter (where pair_id = '{{ pair }}') as {{ pair }}_regime_point_in_time,
            max(regime) filter (where pair_id = '{{ pair }}' and not is_label_uncertain) as {{ pair }}_certain_regime,
            {% for weight in weights -%}
                max({{ weight }}_probability) filter (where pair_id = '{{ pair }}') as {{ pair }}_{{ weight }},
            {% endfor -%}
        {% endfor -%}
        any_value(spx_volatility_pct) as spx_volatility_pct
    from regimes
    left join volatility using (trade_date)
    group by trade_date, sample

),

ranked as (

    select
        *,
        lag(ust_regime) over in_order as ust_regime_before,
        lag(usd_regime) over in_order as usd_regime_before,
        case
            when spx_volatility_pct is not null
                then
                    ntile(3) over (
                        partition by sample, spx_volatility_pct is null order by spx_volatility_pct, trade_date
                    )
        end as third
    from sessions
    window in_order as (partition by sample order by trade_date)

),

by_label as (

    {% for labels, suffix in [
        ('point_in_time', 'regime_point_in_time'), ('session_before', 'regime_before'), ('certain', 'certain_regime')
    ] -%}
        select
            trade_date,
            sample,
            '{{ labels }}' as labels,
            ust_{{ suffix }} as ust_regime,
            usd_{{ suffix }} as usd_regime
        from ranked
        union all
    {% endfor -%}
    select
        trade_date,
        sample,
        ['low_volatility', 'mid_volatility', 'high_volatility'][third] as labels,
        ust_regime,
        usd_regime
    from ranked
    where third is not null

),

final as (

    select
        trade_date,
        sample,
        labels,
        ust_regime,
        usd_regime,
        cast(ust_regime = 'safety' as double) as ust_safety,
        cast(ust_regime = 'other' as double) as ust_other,
        cast(ust_regime = 'risky' as double) as ust_risky,
        cast(usd_regime = 'safety' as double) as usd_safety,
        cast(usd_regime = 'other' as double) as usd_other,
        cast(usd_regime = 'risky' as double) as usd_risky
    from by_label
    union all
    select
        trade_date,
        sample,
        'probability_weighted' as labels,
        ust_regime,
        usd_regime,
        ust_safety,
        ust_other,
        ust_risky,
        usd_safety,
        usd_other,
        usd_risky
    from ranked

)

select * from final
