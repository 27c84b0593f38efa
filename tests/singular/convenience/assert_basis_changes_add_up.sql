-- d basis = d y_UST - d synthetic = d(y_UST - y_FX) + d(f - s) on every day: the first by construction, the second to
-- the rounding of the published parts, which int_currency_bases holds to 0.1 bp a level.
select
    trade_date,
    tenor,
    d_basis_bp
from {{ ref('fct_convenience_yields_daily') }}
where
    d_basis_bp is not null
    and (
        d_yield_ust_bp is null
        or d_yield_gap_bp is null
        or abs(d_basis_bp - (d_yield_ust_bp - d_yield_synthetic_bp)) > 1e-9
        or abs(d_basis_bp - (d_yield_gap_bp + d_hedging_cost_bp)) > 0.2
    )
