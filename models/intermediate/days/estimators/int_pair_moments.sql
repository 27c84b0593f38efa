{{ config(materialized='view') }}

-- Sums of products of both legs' returns on other grids than the session's own, and realized kernels of one-minute
-- returns.
-- noqa: disable=LT02
with

pair_grids as (

    select
        *,
        {% for list in ['grid_1m_a', 'grid_1m_b', 'grid_1m_common_a', 'grid_1m_common_b'] -%}
            {{ zeros_behind(list, kernel_bandwidth(list)) }} as {{ list }}_ahead{{ ',' if not loop.last }}
        {% endfor -%}
    from {{ ref('int_pair_grids') }}

),

-- Zeros stand for gaps in a leg's own list: products with the other's need none taken out.
summed as (

    select
        *,
        {% for name, minutes, step in other_grids() -%}
            {% for leg in ['a', 'b'] -%}
                {% if step == 1 -%}
                    {% set common = name ~ '_common_' ~ leg -%}
                    coalesce(list_sum({{ common }}), {{ name }}_sum_{{ leg }}) as {{ name }}_total_{{ leg }},
                    coalesce(
                        list_dot_product({{ common }}, {{ common }}), {{ name }}_squares_{{ leg }}
                    ) as {{ name }}_{{ leg }}{{ leg }},
                {% else -%}
                    {% set returns = name ~ '_' ~ leg -%}
                    list_sum({{ returns }}) as {{ name }}_total_{{ leg }},
                    list_dot_product({{ returns }}, {{ returns }}) as {{ name }}_{{ leg }}{{ leg }},
                {% endif -%}
            {% endfor -%}
            {{ 'coalesce(len(' ~ name ~ '_common_a), len(' ~ name ~ '_a))' if step == 1 else 'len(' ~ name ~ '_a)' }}
                as {{ name }}_n,
            list_dot_product({{ name }}_a, {{ name }}_b) as {{ name }}_ab{{ ',' if not loop.last }}
        {% endfor -%}
    from pair_grids

),

final as (

    select
        trade_date,
        pair_id,
        n_minutes,
        {% for name, minutes, step in other_grids() -%}
            {{ name }}_n,
            {% for leg in ['a', 'b'] -%}
                {% if minutes > 5 -%}
                    {{ name }}_{{ leg }},
                    {{ name }}_total_{{ leg }} / {{ name }}_n as {{ name }}_mean_{{ leg }},
                {% endif -%}
            {% endfor -%}
            {% for x, y in ['aa', 'bb', 'ab'] -%}
                {{ name }}_{{ x }}{{ y }},
                {{ name }}_{{ x }}{{ y }} - {{ name }}_total_{{ x }} * {{ name }}_total_{{ y }} / {{ name }}_n
                    as {{ name }}_centred_{{ x }}{{ y }},
            {% endfor -%}
        {% endfor -%}
        case
            when grid_1m_common_a is null
                then {{ realized_kernel('grid_1m_a', 'grid_1m_b', 'grid_1m_a_ahead', 'grid_1m_b_ahead') }}
            else
                {{ realized_kernel(
                    'grid_1m_common_a', 'grid_1m_common_b', 'grid_1m_common_a_ahead', 'grid_1m_common_b_ahead'
                ) }}
        end as covariance,
        {% for leg in ['a', 'b'] -%}
            {% set common = 'grid_1m_common_' ~ leg -%}
            greatest(case
                when {{ common }} is null then kernel_variance_{{ leg }}
                else {{ realized_kernel(common, common, common ~ '_ahead', common ~ '_ahead') }}
            end, 0) as variance_{{ leg }}{{ ',' if not loop.last }}
        {% endfor -%}
    from summed

)

select * from final
