{#-
    A day's closes from its first to its last minute, one element a minute: slices between gaps, and NULLs in these. From
    two lists in the order of time: the minutes on which bars start, and their closes.
-#}
{% macro closes_by_minute(start_minutes, closes) -%}
    {{- return(adapter.dispatch('closes_by_minute', 'stockbond')(start_minutes, closes)) -}}
{%- endmacro %}

{% macro duckdb__closes_by_minute(start_minutes, closes) -%}
    {%- set slices_start -%}
        list_prepend(1, list_filter(
                        range(2, len({{ start_minutes }}) + 1),
                        lambda i: {{ start_minutes }}[i] <> {{ start_minutes }}[i - 1] + 1
                    ))
    {%- endset -%}
    list_transform(
                    [{{ slices_start }}],
                    lambda starts: flatten(list_transform(
                        range(1, len(starts) + 1),
                        lambda k: list_concat(
                            list_resize(
                                cast([] as double []),
                                greatest(0, coalesce(
                                    {{ start_minutes }}[starts[k]]
                                    - case when k > 1 then {{ start_minutes }}[starts[k] - 1] end - 1, 0
                                ))
                            ),
                            {{ closes }}[starts[k]:coalesce(starts[k + 1] - 1, len({{ closes }}))]
                        )
                    ))
                )[1]
{%- endmacro %}
