{#- The path of a file below the data root, of its address as Spark has it: with its scheme, and signs in percent. -#}
{% macro path_in_spark(address, root) -%}
    {%- set address = "url_decode(replace(" ~ address ~ ", '+', '%2B'))" -%}
    substr({{ address }}, position({{ text_literal(root ~ '/') }} in {{ address }}) + {{ root | length + 1 }})
{%- endmacro %}
