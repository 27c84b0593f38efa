{#- A day whose bars were all set aside for the names of their contracts has no correlation: say which. -#}
{% macro warn_of_days_without_contract(days) -%}
    {%- if execute -%}
        {%- set lines = [] -%}
        {%- for instrument, day, names, n_rows in query_rows(
            'select instrument, trade_date, names, n_rows from ' ~ days ~ ' order by trade_date, instrument'
        ) -%}
            {%- do lines.append(instrument ~ ' on ' ~ day ~ ': ' ~ n_rows ~ ' bars of ' ~ names) -%}
        {%- endfor -%}
        {%- if lines -%}
            {%- do exceptions.warn(
                'No usable contract on ' ~ lines | length ~ ' days: ' ~ lines[:10] | join('; ')
                ~ (' ...' if lines | length > 10 else '')
            ) -%}
        {%- endif -%}
    {%- endif -%}
{%- endmacro %}
