{#-
    The close of the bar that ends on each minute of the vector, NULL where none does: from the closes of a day, one element
    a minute (closes_by_minute). What lies before the vector or past its end is cut off, and nothing is filled in before the
    first bar or after the last one: `prices_at`, the lead where it is above zero, tells on which minute the list begins.
-#}
{% macro minute_vector(closes, lead) -%}
    {{- return(adapter.dispatch('minute_vector', 'stockbond')(closes, lead)) -}}
{%- endmacro %}

{% macro duckdb__minute_vector(closes, lead) -%}
    case
            when {{ lead }} is not null
                then {{ closes }}[greatest(1 - {{ lead }}, 1):greatest({{ n_vector_minutes() }} - {{ lead }}, 0)]
        end
{%- endmacro %}

{% macro spark__minute_vector(closes, lead) -%}
    case
            when {{ lead }} is not null
                then slice(
                    {{ closes }}, greatest(1 - {{ lead }}, 1),
                    greatest(greatest({{ n_vector_minutes() }} - {{ lead }}, 0) - greatest(1 - {{ lead }}, 1) + 1, 0)
                )
        end
{%- endmacro %}
