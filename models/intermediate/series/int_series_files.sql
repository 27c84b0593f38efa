{{ config(post_hook = "{{ warn_of_future_series(this) }}") }}
{% set readings = [
    'int_price_readings', 'int_fund_readings', 'int_cip_readings', 'int_given_correlations'
] -%}

with

-- What counts of a macro series stands in int_macro_versions; a line may hold several.
lines as (

    select
        file,
        line_number,
        observation_date,
        is_in_the_future,
        false as is_superseded
    from {{ ref('int_macro_readings') }}
    where source_format <> 'prices'
    union all
    select
        file,
        line_number,
        null as observation_date,
        false as is_in_the_future,
        is_superseded
    from {{ ref('int_macro_versions') }}
    where source_format <> 'prices'
    {% for model in readings -%}
        union all
        select
            file,
            line_number,
            observation_date,
            is_in_the_future,
            is_superseded
        from {{ ref(model) }}
    {% endfor %}
),

final as (

    select
        file,
        count(distinct line_number) as n_rows,
        count(distinct line_number) filter (where is_in_the_future) as n_rows_in_the_future,
        count(distinct line_number) filter (where is_superseded and is_in_the_future is not true) as n_rows_superseded,
        max(observation_date) as last_date
    from lines
    group by file

)

select * from final
