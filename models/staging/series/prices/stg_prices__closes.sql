with

lines as (

    select * from {{ csv_lines(source('prices', 'price_files'), 'series/prices/*.csv') }}

),

headers as (

    {{ csv_headers('"date,close[,high,low][,volume]"', "not list_contains(column_names, 'CLOSE')") }}

),

-- The file's name is the symbol.
cells as (

    {{ csv_cells(
        "column_name = 'CLOSE'", 'upper(parse_filename(' ~ published_name('lines.file') ~ ', true))', ['%Y-%m-%d']
    ) }}

),

closes as (

    select
        *,
        source_column as symbol,
        value as close_price,
        {%- for name in ['high', 'low'] %}
            coalesce(line_fields[list_position(column_names, '{{ name | upper }}')], '') as {{ name }}_text,
            {{ number_from_text(name ~ '_text') }} as {{ name }}_price,
        {%- endfor %}
        {{ number_from_text("line_fields[list_position(column_names, 'VOLUME')]") }} as volume,
        coalesce(
            {{ reading_defect('YYYY-MM-DD') }},
            case
                when value <= 0 then 'a close of ' || value || '; expected a price above zero'
                when high_price is null and not {{ is_missing_text('high_text') }}
                    then '''' || high_text || ''' is not a number; expected the high, or nothing where it is missing'
                when low_price is null and not {{ is_missing_text('low_text') }}
                    then '''' || low_text || ''' is not a number; expected the low, or nothing where it is missing'
                when low_price <= 0 then 'a low of ' || low_price || '; expected a price above zero'
                when high_price < low_price
                    then 'a high of ' || high_price || ' below the low of ' || low_price
            end
        ) as price_defect
    from cells

),

final as (

    {{ readings_and_defects(
        'price_defect', 'closes',
        ['line_text', 'symbol', 'observation_date', 'close_price', 'high_price', 'low_price', 'volume']
    ) }}

)

select * from final
