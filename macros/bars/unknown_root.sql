{#- A name whose root we do not know, up to the code of month and year or to the first digit of a month: NQ in NQU24. -#}
{% macro unknown_root() -%}
    '^([A-Z0-9]*?[A-Z0-9])[-_ ./]*(?:[FGHJKMNQUVXZ][- /]?(?:[0-9]{4}|[0-9]{1,2})(?:\^[0-9])?(?:[-_ ./]+[A-Z]{2,}[A-Z0-9]*)*|[-_ ./](?:JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC|[0-9]{2,8}).*)$'
{%- endmacro %}
