-- Levels and changes by currency. Each change is against the currency's own previous observation of the measure; the
-- five parts are taken on days that have them all, so that they add up.
with

bases as (

    select * from {{ ref('int_currency_bases') }}

),

changed as (

    select
        *,
        {{ change_since_previous('ust_basis_bp', 'own_days') }} as d_ust_basis_bp,
        {{ change_since_previous('ust_basis_cip_adjusted_bp', 'own_days') }} as d_ust_basis_cip_adjusted_bp,
        {{ change_since_previous('basis_bp', 'own_days') }} as d_basis_bp,
        {{ change_since_previous('yield_ust_bp', 'own_days') }} as d_yield_ust_bp,
        {{ change_since_previous('yield_synthetic_bp', 'own_days') }} as d_yield_synthetic_bp,
        {{ change_since_previous('yield_gap_bp', 'own_days') }} as d_yield_gap_bp,
        {{ change_since_previous('hedging_cost_bp', 'own_days') }} as d_hedging_cost_bp
    from bases
    window own_days as (partition by currency, tenor order by observation_date)

),

-- On sessions only; an observation of another day served as a previous one.
final as (

    select
        trade_date,
        currency,
        tenor,
        ust_basis_bp,
        ust_basis_cip_adjusted_bp,
        yield_ust_bp,
        yield_synthetic_bp,
        yield_gap_bp,
        hedging_cost_bp,
        d_ust_basis_bp,
        d_ust_basis_cip_adjusted_bp,
        d_basis_bp,
        d_yield_ust_bp,
        d_yield_synthetic_bp,
        d_yield_gap_bp,
        d_hedging_cost_bp
    from changed
    where observation_date = trade_date

)

select * from final
