{#- A name of a contract in capitals and with single blanks: neither case nor blanks make another name. -#}
{% macro contract_spelling(contract) -%}
    trim(regexp_replace(upper({{ contract }}), '\s+', ' ', 'g'))
{%- endmacro %}
