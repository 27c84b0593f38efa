{#- None of the columns is NULL: one statement for all, and a row that says which column is, in how many rows. -#}
{% test no_nulls(model, columns) %}

    select *
    from (
        {% for column in columns -%}
            {{ 'union all' if not loop.first }}
            select
                '{{ column }}' as column_name,
                count(*) - count({{ column }}) as n_null
            from {{ model }}
        {% endfor %}
    )
    where n_null > 0

{% endtest %}
