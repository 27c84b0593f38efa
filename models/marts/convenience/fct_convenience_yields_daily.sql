with

currency_bases as (

    select * from {{ ref('fct_currency_bases') }}

),

swap_spreads as (

    select * from {{ ref('int_swap_spreads') }}

),

-- Equal weights over the currencies present on the day; levels are for looking, changes for estimates.
means as (

    select
        trade_date,
        tenor,
        cast(count(*) as integer) as n_currencies,
        string_agg(currency, ', ' order by currency) as currencies,
        {{ ordered_mean('ust_basis_bp', 'currency') }} as ust_basis_bp,
        {{ ordered_mean('ust_basis_cip_adjusted_bp', 'currency') }} as ust_basis_cip_adjusted_bp,
        {{ ordered_mean('d_ust_basis_bp', 'currency') }} as d_ust_basis_bp,
        {{ ordered_mean('d_ust_basis_cip_adjusted_bp', 'currency') }} as d_ust_basis_cip_adjusted_bp,
        {{ ordered_mean('d_basis_bp', 'currency') }} as d_basis_bp,
        {{ ordered_mean('d_yield_ust_bp', 'currency') }} as d_yield_ust_bp,
        {{ ordered_mean('d_yield_synthetic_bp', 'currency') }} as d_yield_synthetic_bp,
        {{ ordered_mean('d_yield_gap_bp', 'currency') }} as d_yield_gap_bp,
        {{ ordered_mean('d_hedging_cost_bp', 'currency') }} as d_hedging_cost_bp
    from currency_bases
    group by trade_date, tenor

),

-- Of two swap rates of a day the Board's (its name sorts first), which the paper's years have.
swaps as (

    select * from swap_spreads
    where observation_date = trade_date
    qualify
        row_number() over (
            partition by trade_date, tenor order by d_swap_spread_bp is null, swap_series_id
        ) = 1

),

final as (

    select
        coalesce(means.trade_date, swaps.trade_date) as trade_date,
        coalesce(means.tenor, swaps.tenor) as tenor,
        coalesce(means.n_currencies, 0) as n_currencies,
        means.currencies,
        means.ust_basis_bp,
        means.ust_basis_cip_adjusted_bp,
        swaps.swap_spread_bp,
        swaps.swap_series_id,
        means.d_ust_basis_bp,
        means.d_ust_basis_cip_adjusted_bp,
        swaps.d_swap_spread_bp,
        means.d_basis_bp,
        means.d_yield_ust_bp,
        means.d_yield_synthetic_bp,
        means.d_yield_gap_bp,
        means.d_hedging_cost_bp
    from means
    full join swaps on means.trade_date = swaps.trade_date and means.tenor = swaps.tenor

)

select * from final
