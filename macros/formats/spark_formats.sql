{#-
    The layouts that Spark reads, each a folder of bars/ with Parquet: our own columns, and Databento's, whose times and prices
    may be whole numbers. Words are those of seed bar_formats.
-#}
{% macro spark_formats() -%}
    {{- return([
        {'format': 'canonical', 'folder': 'bars/canonical', 'ignored': [], 'time': 'bar_start_utc', 'symbol': 'instrument',
            'contract': 'contract', 'minutes': 'bar_minutes'},
        {'format': 'databento', 'folder': 'bars/databento', 'ignored': ['%.json'], 'time': 'ts_event', 'name': 'symbol',
            'minutes_of': {33: 1, 34: 60}, 'divisor_of_whole_prices': 1000000000},
    ]) -}}
{%- endmacro %}
