{#- The numbers are finite: a missing value is NULL, never NaN, which would poison averages and sort last. -#}
{% test not_nan(model, columns) %}

    select {{ columns | join(', ') }}
    from {{ model }}
    where
        {% for column in columns -%}
            {{ 'or ' if not loop.first }}not isfinite({{ column }})
        {% endfor %}

{% endtest %}
