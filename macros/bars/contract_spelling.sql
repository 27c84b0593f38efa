{#- A name of a contract in capitals and with single blanks: neither case nor blanks make another name. -#}
{% macro contract_spelling(contract) -%}
    {{- return(adapter.dispatch('contract_spelling', 'stockbond')(contract)) -}}
{%- endmacro %}

{% macro duckdb__contract_spelling(contract) -%}
    trim(regexp_replace(upper({{ contract }}), '\s+', ' ', 'g'))
{%- endmacro %}

{% macro spark__contract_spelling(contract) -%}
    trim(regexp_replace(upper({{ contract }}), '\s+', ' '))
{%- endmacro %}
