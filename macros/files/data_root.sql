{#- The data root: the folder that STOCKBOND_DATA names, without a trailing slash. -#}
{% macro data_root() -%}
    {{- return(env_var('STOCKBOND_DATA', 'data/simulated').rstrip('/')) -}}
{%- endmacro %}
