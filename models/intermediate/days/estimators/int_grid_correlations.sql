{{ config(
    materialized='by_day',
    pre_hook="set disabled_optimizers = 'common_subplan,join_order,build_side_probe_side'",
    post_hook='reset disabled_optimizers'
) }}

{% set grids = other_grids() -%}
-- Joins run as they are written, the longer side first: by its own count of rows DuckDB would keep all lists in memory.
-- Correlations of each pair and day on other grids: plain ones, pooled over offsets (subsampled), and of one-minute
-- returns with leads and lags (noise_robust).
-- noqa: disable=LT02
with

moments as (

    select * from {{ ref('int_pair_moments') }} where {{ is_day_to_make() }}

),

measured as (

    select
        *,
        {% for name, minutes, step in grids -%}
            {%- set part = '_' if name == 'subsampled' else '_centred_' -%}
            case
                -- A leg that does not move (macro is_flat).
                when
                    {{ name }}_centred_aa > 1e-12 * {{ name }}_aa and {{ name }}_centred_bb > 1e-12 * {{ name }}_bb
                    then
                        greatest(-1, least(1, {{ name }}{{ part }}ab / sqrt(
                            {{ name }}{{ part }}aa * {{ name }}{{ part }}bb
                        )))
            end as {{ name }},
            {% if minutes > 5 -%}
                {{ z_without_each(
                    name ~ '_a', name ~ '_b', name ~ '_mean_a', name ~ '_mean_b',
                    name ~ '_centred_aa', name ~ '_centred_bb', name ~ '_centred_ab'
                ) }} as {{ name }}_z,
            {% endif -%}
        {% endfor -%}
        greatest(-1, least(1, covariance / sqrt(nullif(variance_a * variance_b, 0)))) as noise_robust
    from moments

),

with_errors as (

    select
        trade_date,
        pair_id,
        n_minutes,
        variance_a,
        variance_b,
        noise_robust,
        {% for name, minutes, step in grids -%}
            {{ name }},
            {{ name }}_n,
            {# Neighbours of one minute share noise, those of offsets share minutes: no jackknife of single ones. -#}
            {% if minutes > 5 -%}
                case
                    when {{ has_z_error(name, name ~ '_z', name ~ '_n') }}
                        then {{ z_std_error(name ~ '_z', name ~ '_n') }}
                end
            {%- else %}null{% endif %} as {{ name }}_error{{ ',' if not loop.last }}
        {% endfor -%}
    from measured

),

final as (

    select
        trade_date,
        pair_id,
        unnest([
            {% for name, minutes, step in grids + [('noise_robust', 1, 1)] -%}
                struct_pack(
                    estimator := '{{ name }}',
                    value := {{ name }},
                    std_error := {{ name ~ '_error' if name != 'noise_robust' else 'null' }},
                    n_returns := cast({{ name if name != 'noise_robust' else 'grid_1m' }}_n as integer),
                    n_session_intervals := n_minutes // {{ step }} - {{ minutes // step }} + 1,
                    variance_a := {{ 'variance_a' if name == 'noise_robust' else 'null' }},
                    variance_b := {{ 'variance_b' if name == 'noise_robust' else 'null' }}
                ){{ ',' if not loop.last }}
            {% endfor -%}
        ], recursive := true)
    from with_errors

)

select * from final
