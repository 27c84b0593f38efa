{#- Before anything runs: is there a data root, and is it whole? -#}
{% macro preflight() %}
{% endmacro %}
