{#- The statement that drops a relation, none where there is none. adapter.drop_relation is a statement of its own. -#}
{% macro drop_text(relation) -%}
    {%- if relation is not none -%}drop {{ relation.type }} if exists {{ relation }};{%- endif -%}
{%- endmacro %}
