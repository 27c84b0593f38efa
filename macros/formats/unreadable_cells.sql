{#- The bar's cells as text where one of them is no time or number, for the message; Parquet says so by its types. -#}
{% macro unreadable_cells(format) -%}
    {%- if format.reader == 'parquet' -%}
        cast(null as varchar)
    {%- else -%}
        {%- set texts, no_number = [], ' and try_cast(volume_cell as double) is null' -%}
        case
            when
                (time_cell is not null and at_utc is null)
                {%- do texts.append("'time ' || time_cell") -%}
                {%- for cell in ['open', 'high', 'low', 'close', 'volume'] if format.cells[cell] %}
                    {%- do texts.append("'" ~ cell ~ " ' || " ~ cell ~ '_cell') %}
                or ({{ cell }}_cell is not null and {{ cell }} is null{{ no_number if cell == 'volume' and format.unknown_volume != '' }})
                {%- endfor %}
                then concat_ws(', ', {{ texts | join(', ') }})
        end
    {%- endif -%}
{%- endmacro %}
