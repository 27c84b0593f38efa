{#-
    Has the bar none of the defects that bar_defect names? Nearly every bar is sound, and this asks once, with few
    comparisons: between its bounds a price is neither missing nor infinite nor NaN (which sorts above infinity).
-#}
{% macro is_sound_bar() -%}
    {{- return(adapter.dispatch('is_sound_bar', 'stockbond')()) -}}
{%- endmacro %}

{% macro default__is_sound_bar() -%}
    bar_minutes >= 1
    and bar_minutes <= 1440
    and bar_minutes = floor(bar_minutes)
    and not {{ is_off_the_minute('bar_start_at_utc') }}
    and low > 0
    and low <= close
    and close <= high
    and high < cast('infinity' as double)
    and open > 0
    and open < cast('infinity' as double)
    and (volume is null or (volume >= 0 and volume < cast('infinity' as double)))
{%- endmacro %}
