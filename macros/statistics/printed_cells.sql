{#-
    The cells of a printed table from its estimates: each is a cell, and below each regression's column stand its number
    of observations and its R squared in percent, as its intercept has them.
-#}
{% macro printed_cells(estimates) -%}
    select
        * exclude (estimate, r_squared, covariance, lags, correction, n_clusters),
        estimate as value,
        {{ significance_stars('p_value') }} as stars
    from {{ estimates }}
    union all by name
    select
        table_id,
        panel,
        specification,
        unnest(['n_obs', 'r2_pct']) as term,
        sample,
        unnest([case when null_reason is null then cast(n_obs as double) end, 100 * r_squared]) as value,
        n_obs,
        n_days,
        first_date,
        last_date,
        proxies,
        null_reason
    from {{ estimates }}
    where term = 'intercept'
{%- endmacro %}
