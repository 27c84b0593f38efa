with

fits as (

    select * from {{ ref('est_asset_fits') }}

),

assets as (

    select * from {{ ref('assets') }}

),

spans as (

    select * from {{ ref('dim_sample_spans') }}
    where period = 'session'

),

-- An asset rests on its days of every type.
covered as (

    select
        fits.asset,
        fits.sample,
        {{ partial_reason('fits', 'spans') }} as partial_reason
    from fits
    left join spans on fits.sample = spans.sample
    where fits.day_type = 'all'

),

key_assets as (

    select * from {{ ref('int_table_columns') }}
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
        fits.first_date,
        fits.last_date,
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
        case when fits.null_reason is null then covered.partial_reason end as partial_reason,
        fits.null_reason
    from fits
    inner join covered on fits.asset = covered.asset and fits.sample = covered.sample
    left join assets on fits.asset = assets.symbol
    left join key_assets on fits.asset = key_assets.specification

)

select * from final
