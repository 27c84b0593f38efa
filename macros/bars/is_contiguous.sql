{#- Is there a bar on every minute from the first to the last, in order? -#}
{% macro is_contiguous(start_minutes) -%}
    {{- return(adapter.dispatch('is_contiguous', 'stockbond')(start_minutes)) -}}
{%- endmacro %}

{% macro duckdb__is_contiguous(start_minutes) -%}
    coalesce(
        {{ start_minutes }}
        = cast(range({{ start_minutes }}[1], {{ start_minutes }}[1] + len({{ start_minutes }})) as smallint []),
        false
    )
{%- endmacro %}

{% macro spark__is_contiguous(start_minutes) -%}
    coalesce(
        {{ start_minutes }} = cast(sequence(
            cast(get({{ start_minutes }}, 0) as integer), get({{ start_minutes }}, 0) + array_size({{ start_minutes }}) - 1
        ) as array<smallint>),
        false
    )
{%- endmacro %}
