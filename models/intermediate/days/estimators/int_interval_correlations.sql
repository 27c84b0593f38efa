{{ config(materialized='by_day') }}

-- Correlations of each pair and day from the returns that the paper's measure has, by other estimators.
-- noqa: disable=LT02
with

pair_days as (

    select * from {{ ref('int_pair_days') }}
    where len(returns_a) > 3 and returns_b is not null and {{ is_day_to_make() }}

),

summed as (

    select
        *,
        list_avg(returns_a) as mean_a,
        list_avg(returns_b) as mean_b,
        {{ list_comoment('returns_a', 'returns_a') }} as squares_a,
        {{ list_comoment('returns_b', 'returns_b') }} as squares_b,
        {{ list_comoment('returns_a', 'returns_b') }} as products,
        list_transform(returns_a, lambda r: abs(r)) as sizes_a,
        list_transform(returns_b, lambda r: abs(r)) as sizes_b,
        list_transform(list_zip(returns_a, returns_b), lambda pair: abs(pair[1] + pair[2])) as sizes_of_sum,
        list_transform(list_zip(returns_a, returns_b), lambda pair: abs(pair[1] - pair[2])) as sizes_of_difference,
        {% for leg in ['a', 'b'] -%}
            list_transform(returns_{{ leg }}, lambda r: greatest(r, 0)) as gains_{{ leg }},
            list_transform(returns_{{ leg }}, lambda r: least(r, 0)) as losses_{{ leg }}{{ ',' if not loop.last }}
        {% endfor -%}
    from pair_days

),

varied as (

    select
        *,
        products / sqrt(nullif(squares_a * squares_b, 0)) as correlation,
        {{ bipower_variation('sizes_a') }} as bipower_a,
        {{ bipower_variation('sizes_b') }} as bipower_b,
        -- Half the difference of the variation of the sum and of the difference, as a covariance is.
        ({{ bipower_variation('sizes_of_sum') }} - {{ bipower_variation('sizes_of_difference') }}) / 4 as bipower_ab,
        {{ jump_size('returns_a', 'bipower_a') }} as jump_size_a,
        {{ jump_size('returns_b', 'bipower_b') }} as jump_size_b
    from summed

),

truncated as (

    select
        *,
        {{ without_jumps('returns_a', 'jump_size_a') }} as continuous_a,
        {{ without_jumps('returns_b', 'jump_size_b') }} as continuous_b
    from varied

),

final as (

    select
        trade_date,
        pair_id,
        unnest([
            struct_pack(
                estimator := 'bns',
                value := correlation,
                std_error := case
                    when not {{ is_perfect('correlation') }}
                        then nullif({{ bns_std_error(
                            'returns_a', 'returns_b', 'mean_a', 'mean_b', 'squares_a', 'squares_b', 'correlation'
                        ) }}, 0)
                end
            ),
            {% for estimator, x, y in [
                ('uncentred', 'returns_a', 'returns_b'), ('threshold', 'continuous_a', 'continuous_b'),
                ('semi_positive', 'gains_a', 'gains_b'), ('semi_negative', 'losses_a', 'losses_b')
            ] -%}
                struct_pack(
                    estimator := '{{ estimator }}', value := {{ uncentred_correlation(x, y) }}, std_error := null
                ),
            {% endfor -%}
            struct_pack(
                estimator := 'bipower', value := bipower_ab / sqrt(nullif(bipower_a * bipower_b, 0)), std_error := null
            )
        ], recursive := true)
    from truncated

)

select * from final
