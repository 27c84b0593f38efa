{#- What follows a star: all columns but these. -#}
{% macro exclude(columns) -%}
    {{- return(adapter.dispatch('exclude', 'stockbond')(columns)) -}}
{%- endmacro %}

{% macro duckdb__exclude(columns) -%}
    exclude ({{ columns }})
{%- endmacro %}

{% macro spark__exclude(columns) -%}
    except ({{ columns }})
{%- endmacro %}
