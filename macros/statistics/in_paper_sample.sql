{#- Is `date_column` inside the paper's sample? -#}
{% macro in_paper_sample(date_column) -%}
    {{ date_column }} between date '{{ var("paper_start") }}' and date '{{ var("paper_end") }}'
{%- endmacro %}
