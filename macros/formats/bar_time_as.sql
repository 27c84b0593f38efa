{#- The time of a bar in UTC, read in one of the ways to write it; NULL where it does not fit. -#}
{% macro bar_time_as(format, time_format) -%}
    {%- set a_second = {'s': 1, 'ms': 1000, 'us': 1000000, 'ns': 1000000000} -%}
    {%- if time_format == 'timestamp' -%}
        {%- if format.zone == 'UTC' -%}
            {{ utc_timestamp('time_cell') }}
        {%- else -%}
            case
                when typeof(time_cell) = 'TIMESTAMP WITH TIME ZONE' then try_cast(time_cell as timestamp)
                else {{ from_zone(format.zone, 'try_cast(time_cell as timestamp)') }}
            end
        {%- endif -%}
    {%- elif time_format == 'iso' and format.zone == 'UTC' -%}
        {{ utc_timestamp_from_text('time_cell') }}
    {%- elif time_format == 'iso' -%}
        case
                when regexp_matches(time_cell, ':[0-9.]+ ?(Z|[+-][0-9]{2}(:?[0-9]{2})?)$')
                    then {{ utc_timestamp_from_text('time_cell') }}
                else {{ from_zone(format.zone, 'try_cast(time_cell as timestamp)') }}
            end
    {%- elif time_format == 'ms_of_day' -%}
        {{ from_zone(
            format.zone,
            "try_strptime(" ~ path_part(format, 'date') ~ ", '%Y%m%d') + to_milliseconds(try_cast(time_cell as bigint))"
        ) }}
    {%- elif time_format in a_second -%}
        make_timestamp(
                cast(try_cast(cast(time_cell as varchar) as hugeint) * 1000000 // {{ a_second[time_format] }} as bigint)
            )
    {%- else -%}
        {{ from_zone(format.zone, 'try_strptime(trim(time_cell), ' ~ text_literal(time_format) ~ ')') }}
    {%- endif -%}
{%- endmacro %}
