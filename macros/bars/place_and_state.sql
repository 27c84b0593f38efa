{% macro place_and_state(place, state) -%}
    cast({{ places_apart() }} * ({{ place }}) + {{ state }} as integer)
{%- endmacro %}
