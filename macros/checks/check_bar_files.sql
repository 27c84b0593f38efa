{#-
    What a post-hook of int_bar_files asks, from its counts by file: stops the build at bars that cannot be read, warns of
    symbols that no instrument takes, of files without a bar, of bars before the calendar and of bars in the future.
-#}
{% macro check_bar_files(files) -%}
    {%- if execute -%}
        {%- do check_bars_are_readable(files) -%}
        {%- do warn_of_unmapped_symbols(files) -%}
        {%- do warn_of_files_without_bars(files) -%}
        {%- do warn_of_early_bars(files) -%}
        {%- do warn_of_future_bars(files) -%}
    {%- endif -%}
{%- endmacro %}
