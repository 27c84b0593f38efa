-- On bond safety days, do assets line up by how safe they are rather than by what they are?
-- Read it: assets by their stock beta on those days, the riskiest first. If only safety matters, mean returns rise from
-- the top of the list to its end across all classes; risky days beside them show whether the order holds.
select
    place,
    asset_name,
    asset_class,
    round(safety_day_beta, 2) as safety_day_beta,
    round(safety_day_mean_return_bp, 1) as safety_day_mean_return_bp,
    safety_day_stars,
    round(risky_day_beta, 2) as risky_day_beta,
    round(risky_day_mean_return_bp, 1) as risky_day_mean_return_bp
from {{ ref('rpt_assets_by_safety_beta') }}
where sample = 'full'
order by place
