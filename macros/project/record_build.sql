{% macro record_build(results) %}
{% endmacro %}
