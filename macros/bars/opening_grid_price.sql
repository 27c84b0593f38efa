{#-
    The price at 09:30, as an aggregate over a day's bars: the close of the last bar that ended in the interval
    before the open, or else (sources without pre-open bars) the open of the first bar that starts in the first.
-#}
{% macro opening_grid_price() -%}
    coalesce(
        arg_max(close, end_minute) filter (where end_minute <= 0),
        arg_min(opening_price, end_minute) filter (where opening_price is not null)
    )
{%- endmacro %}
