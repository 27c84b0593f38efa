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

{% macro spark__closes_by_minute(start_minutes, closes) -%}
    {#- A sequence that ends before it begins would run down. -#}
    {%- set slices_start -%}
        filter(
                        sequence(1, greatest(array_size({{ start_minutes }}), 1)),
                        i -> array_size({{ start_minutes }}) > 0 and (
                            i = 1 or get({{ start_minutes }}, i - 1) <> get({{ start_minutes }}, i - 2) + 1
                        )
                    )
    {%- endset -%}
    get(transform(
                    array({{ slices_start }}),
                    starts -> flatten(transform(
                        starts,
                        (start, k) -> concat(
                            array_repeat(
                                cast(null as double),
                                cast(greatest(0, coalesce(
                                    get({{ start_minutes }}, start - 1) - get({{ start_minutes }}, start - 2) - 1, 0
                                )) as integer)
                            ),
                            slice({{ closes }}, start, coalesce(get(starts, k + 1), array_size({{ closes }}) + 1) - start)
                        )
                    ))
                ), 0)
{%- endmacro %}
