{#- Does a bar end after the moment that a build speaks of? Its close was not known then. -#}
{% macro is_in_the_future(bar_start_at_utc, bar_minutes) -%}
    coalesce(
        {{ bar_start_at_utc }} > {{ as_of_at_utc() }} - interval 1 minute * try_cast({{ bar_minutes }} as integer), false
    )
{%- endmacro %}
