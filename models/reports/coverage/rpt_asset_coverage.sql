-- Every asset that figure F5 could show: those loaded, the key assets of T2, and each class of which none is loaded.
-- The list of the cross-section is ours, so an asset of it without a file is left out.
with

loaded as (

    select
        symbol as asset,
        asset_class
    from {{ ref('fct_asset_returns_daily') }}
    group by all
    union all
    select
        asset,
        'key_asset' as asset_class
    from {{ ref('fct_key_asset_changes_daily') }}
    where measure = 'mean_return'
    group by all

),

assets as (

    select asset from loaded
    union
    select specification as asset from {{ ref('table_columns') }}
    where table_id = 'T2'
    union
    select asset_class as asset from {{ ref('assets') }}
    where asset_class not in (select loaded.asset_class from loaded)

),

fits as (

    select * from {{ ref('rpt_f5_performance_by_day_type') }}

),

samples as (

    select unnest(['paper', 'full']) as sample

),

-- The reason of any type of day is a reason of the asset.
measured as (

    select
        asset,
        sample,
        max(n_days) as n_days,
        min(first_date) as first_date,
        max(last_date) as last_date,
        count(*) filter (where null_reason is null) > 0 as is_there,
        coalesce(min(null_reason), min(partial_reason)) as reason
    from fits
    group by all

),

final as (

    select
        samples.sample,
        assets.asset,
        coalesce(measured.n_days, 0) as n_days,
        measured.first_date,
        measured.last_date,
        coalesce(measured.is_there, false) as is_there,
        case
            when measured.asset is not null then measured.reason
            when assets.asset not in (select loaded.asset from loaded) then 'series_not_loaded'
            when assets.asset in (select fits.asset from fits) then 'no_days_in_sample'
            else 'no_regimes'
        end as reason
    from assets
    cross join samples
    left join measured on assets.asset = measured.asset and samples.sample = measured.sample

)

select * from final
