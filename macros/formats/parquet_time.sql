{#-
    The time of a bar in UTC, of a column of Parquet in Spark: a time, or whole nanoseconds, as which Spark reads times that are
    finer than its own.
-#}
{% macro parquet_time(column, type) -%}
    {%- if type == 'bigint' or type.startswith('decimal') -%}
        timestamp_micros(cast({{ column }} div 1000 as bigint))
    {%- else -%}
        cast({{ column }} as timestamp)
    {%- endif -%}
{%- endmacro %}
