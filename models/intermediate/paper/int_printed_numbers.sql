-- Every number that the paper's tables print: estimates, numbers of observations and of events, R squared.
with

printed as (

    select * replace (coalesce(panel, '') as panel)
    from {{ ref('paper_reported_estimates') }}

),

numbers_of_observations as (

    select distinct
        table_id,
        panel,
        'NOBS' as row_label,
        column_label,
        specification,
        'n_obs' as term,
        cast(n_obs as double) as paper_value,
        0 as decimals
    from printed
    where n_obs is not null and table_id not in ('T8', 'T9')

),

numbers_of_events as (

    select distinct
        table_id,
        panel,
        row_label,
        'N' as column_label,
        'n_events' as specification,
        term,
        cast(n_obs as double) as paper_value,
        0 as decimals
    from printed
    where table_id in ('T8', 'T9')

),

r_squared as (

    select distinct
        table_id,
        panel,
        'R2 (%)' as row_label,
        column_label,
        specification,
        'r2_pct' as term,
        r2_pct as paper_value,
        r2_decimals as decimals
    from printed
    where r2_pct is not null

),

estimates as (

    select
        * exclude (n_obs, r2_pct, r2_decimals, stars)
        rename (estimate as paper_value, t_stat as paper_t_stat, estimate_decimals as decimals),
        case when t_stat is not null then coalesce(stars, '') end as paper_stars
    from printed

),

final as (

    select * from estimates
    union all by name
    select * from numbers_of_observations
    union all by name
    select * from numbers_of_events
    union all by name
    select * from r_squared

)

select * from final
