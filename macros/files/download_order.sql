{#-
    What files are ordered by: the one that is later, or greater, goes before. Names that differ only by a browser's
    number follow that number (none is the first download), all others the alphabet.
-#}
{% macro download_order(file) -%}
    struct_pack(
        name := {{ published_name(file) }},
        number := coalesce(try_cast(regexp_extract({{ file }}, '\(([0-9]+)\)\.[^./]+$', 1) as bigint), 0)
    )
{%- endmacro %}
