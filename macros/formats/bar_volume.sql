{#- The volume of a bar; NULL where there is none, or where the vendor's number for "unknown" stands. -#}
{% macro bar_volume(format) -%}
    {%- if not format.cells.volume -%}
        cast(null as double)
    {%- else -%}
        {%- set number = 'cast(volume_cell as double)' if format.reader == 'parquet' else "try_cast(replace(volume_cell, ',', '') as double)" -%}
        {{ number if format.unknown_volume == '' else 'nullif(' ~ number ~ ', ' ~ format.unknown_volume ~ ')' }}
    {%- endif -%}
{%- endmacro %}
