{#-
    The minutes of a day's sound bars and their closes, two lists in the order of time. Bars mostly come in that order:
    then nothing is sorted.
-#}
{% macro bars_in_order(start_minutes, closes, all_are_sound) -%}
    {{- return(adapter.dispatch('bars_in_order', 'stockbond')(start_minutes, closes, all_are_sound)) -}}
{%- endmacro %}

{% macro duckdb__bars_in_order(start_minutes, closes, all_are_sound) -%}
    case
            when
                {{ all_are_sound }}
                and len(list_filter(
                    range(2, len({{ start_minutes }}) + 1),
                    lambda i: {{ start_minutes }}[i] <= {{ start_minutes }}[i - 1]
                )) = 0
                then struct_pack(start_minutes := {{ start_minutes }}, closes := {{ closes }})
            else
                list_transform(
                    [list_sort(list_filter(list_zip({{ start_minutes }}, {{ closes }}), lambda bar: bar[1] is not null))],
                    lambda bars: struct_pack(
                        start_minutes := list_transform(bars, lambda bar: bar[1]),
                        closes := list_transform(bars, lambda bar: bar[2])
                    )
                )[1]
        end
{%- endmacro %}

{#- minutes_and_closes has put them in order. -#}
{% macro spark__bars_in_order(start_minutes, closes, all_are_sound) -%}
    named_struct(
            'start_minutes', filter({{ start_minutes }}, minute -> minute is not null),
            'closes', transform(
                filter(
                    zip_with({{ start_minutes }}, {{ closes }}, (minute, price) -> named_struct('minute', minute, 'price', price)),
                    bar -> bar.minute is not null
                ),
                bar -> bar.price
            )
        )
{%- endmacro %}
