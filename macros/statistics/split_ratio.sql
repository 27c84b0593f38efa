{#-
    New shares per old one where a fund was split between two days, else 1. A split moves the shares and the net
    asset value by one and the same usual ratio, in opposite directions; no flow and no market does.
-#}
{% macro split_ratio(shares, previous_shares, nav, previous_nav) -%}
    coalesce(
        list_filter(
            [1.5, 2, 3, 4, 5, 6, 8, 10, 15, 20, 0.5, 1 / 3, 0.25, 0.2, 0.125, 0.1],
            lambda ratio:
                abs(ln({{ previous_nav }} / {{ nav }} / ratio)) < 0.15
                and abs(ln({{ shares }} / {{ previous_shares }} / ratio)) < 0.15
        )[1],
        1
    )
{%- endmacro %}
