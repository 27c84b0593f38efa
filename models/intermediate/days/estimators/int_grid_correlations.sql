{{ config(materialized='by_day') }}

{% set grids = other_grids() -%}
-- Correlations of each pair and day on other grids: plain ones, pooled over offsets (subsampled), and of one-minute
-- returns with leads and lags (noise_robust).
-- noqa: disable=LT02
with

pair_grids as (

    select * from {{ ref('int_pair_grids') }} where {{ is_day_to_make() }}

),

summed as (

    select
        *,
        {{ kernel_bandwidth('grid_1m_a') }} as bandwidth,
        {% for name, minutes, step in grids -%}
            {% for leg in ['a', 'b'] -%}
                list_avg({{ name }}_{{ leg }}) as {{ name }}_mean_{{ leg }},
                {{ list_comoment(name ~ '_' ~ leg, name ~ '_' ~ leg) }} as {{ name }}_squares_{{ leg }},
            {% endfor -%}
            {{ list_comoment(name ~ '_a', name ~ '_b') }} as {{ name }}_products{{ ',' if not loop.last }}
        {% endfor -%}
    from pair_grids

),

measured as (

    select
        trade_date,
        pair_id,
        n_minutes,
        {% for name, minutes, step in grids -%}
            len({{ name }}_a) as {{ name }}_n,
            {%- set sums = [name ~ '_squares_a', name ~ '_squares_b', name ~ '_products'] %}
            case
                when {{ is_flat(name ~ '_a', sums[0]) }} or {{ is_flat(name ~ '_b', sums[1]) }} then null
                {% if name == 'subsampled' -%}
                    else {{ uncentred_correlation(name ~ '_a', name ~ '_b') }}
                {%- else -%}
                    else greatest(-1, least(1, {{ sums[2] }} / sqrt({{ sums[0] }} * {{ sums[1] }})))
                {%- endif %}
            end as {{ name }},
            {% if minutes > 5 -%}
                {{ z_without_each(
                    name ~ '_a', name ~ '_b', name ~ '_mean_a', name ~ '_mean_b', sums[0], sums[1], sums[2]
                ) }} as {{ name }}_z,
            {% endif -%}
        {% endfor -%}
        {{ realized_kernel('grid_1m_a', 'grid_1m_b', 'bandwidth') }} as covariance,
        greatest({{ realized_kernel('grid_1m_a', 'grid_1m_a', 'bandwidth') }}, 0) as variance_a,
        greatest({{ realized_kernel('grid_1m_b', 'grid_1m_b', 'bandwidth') }}, 0) as variance_b
    from summed

),

with_errors as (

    select
        trade_date,
        pair_id,
        n_minutes,
        variance_a,
        variance_b,
        greatest(-1, least(1, covariance / sqrt(nullif(variance_a * variance_b, 0)))) as noise_robust,
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
