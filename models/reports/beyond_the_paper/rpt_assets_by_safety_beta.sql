with

fits as (

    select * from {{ ref('rpt_f5_performance_by_day_type') }}

),

safety as (

    select * from fits
    where day_type = 'safety' and capm_beta is not null

),

risky as (

    select * from fits
    where day_type = 'risky'

),

final as (

    select
        cast(row_number() over (partition by safety.sample order by safety.capm_beta desc, safety.asset asc) as integer)
            as place,
        safety.asset,
        safety.asset_name,
        safety.asset_class,
        safety.sample,
        safety.n_days as n_safety_days,
        safety.capm_beta as safety_day_beta,
        safety.mean_return_bp as safety_day_mean_return_bp,
        safety.t_stat as safety_day_t_stat,
        safety.stars as safety_day_stars,
        risky.capm_beta as risky_day_beta,
        risky.mean_return_bp as risky_day_mean_return_bp,
        risky.t_stat as risky_day_t_stat
    from safety
    left join risky using (asset, sample)

)

select * from final
