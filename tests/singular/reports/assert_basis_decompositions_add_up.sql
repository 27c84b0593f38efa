-- Table T5: basis = Treasury yield - synthetic yield = yield gap + hedging cost, in every row, to rounding.
select
    row_label,
    sample,
    d_basis,
    d_yield_ust - d_yield_synthetic as by_first_decomposition,
    d_yield_gap + d_hedging_cost as by_second_decomposition
from {{ ref('rpt_t05_basis_decomposition') }}
where
    d_basis is not null
    and not coalesce(
        abs(d_basis - (d_yield_ust - d_yield_synthetic)) < 1e-6
        and abs(d_basis - (d_yield_gap + d_hedging_cost)) < 1e-6,
        false
    )
