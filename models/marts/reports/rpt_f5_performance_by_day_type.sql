with

fits as (

    select * from {{ ref('est_asset_fits') }}

),

assets as (

    select * from {{ ref('assets') }}

),

key_assets as (

    select * from {{ ref('table_columns') }}
    where table_id = 'T2'

),

final as (

    select
        fits.asset,
        coalesce(assets.name, key_assets.column_label, fits.asset) as asset_name,
        coalesce(assets.asset_class, 'key_asset') as asset_class,
        fits.day_type,
        fits.sample,
        fits.n_days,
        fits.mean_return_bp,
        fits.std_error,
        fits.t_stat,
        fits.p_value,
        {{ significance_stars('fits.p_value') }} as stars,
        fits.return_std_bp,
        fits.share_of_days_up,
        fits.capm_beta,
        fits.capm_r_squared,
        fits.beta_stock,
        fits.beta_bond,
        fits.beta_bond_t_stat,
        fits.r_squared,
        fits.null_reason
    from fits
    left join assets on fits.asset = assets.symbol
    left join key_assets on fits.asset = key_assets.specification

)

select * from final
