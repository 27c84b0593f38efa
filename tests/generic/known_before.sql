{#- No look-ahead: `column_name` (a date) lies on or before `date_column` of the same row. -#}
{% test known_before(model, column_name, date_column) %}

    select
        {{ column_name }},
        {{ date_column }}
    from {{ model }}
    where {{ column_name }} > {{ date_column }}

{% endtest %}
