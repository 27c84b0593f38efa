{#-
    What a contract's name says, as a struct of kind, month (1 to 12), year and a last trading day's date. The name comes
    in two parts, in capitals and with single blanks: the root (its spelling is not looked at here) and what follows it.
      kind 'dated':         U4, U24, U2024, M-22, 8^1 (the digit after ^ is the decade), 09-18, 2018-09, 201809, SEP 18,
                            20180921 (the last trading day), each with an exchange or a class behind it (INDEX, _FUT_CME)
      kind 'continuous':    nothing, .V.0, =F, C1, 1!, 1
      kind 'not_the_front': .V.1, C2, 2!, 2
    kind is NULL where nothing fits. A year of one digit stands as it is written: year_digits tells.
-#}
{% macro contract_name(rest) -%}
    {{- return(adapter.dispatch('contract_name', 'stockbond')(rest)) -}}
{%- endmacro %}

{% macro default__contract_name(rest) -%}
    {%- set gap = '[-_ ./]*' -%}
    {%- set tail = '([-_ ./]+[A-Z]{2,}[A-Z0-9]*)*$' -%}
    {%- set months = 'JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC' -%}
    {%- set century = '((?:19|20)[0-9]{2})' -%}
    {%- set month_number = '(0[1-9]|1[0-2])' -%}
    {%- set coded = "'^" ~ gap ~ "([FGHJKMNQUVXZ])[- /]?([0-9]{4}|[0-9]{1,2})(?:\\^([0-9]))?" ~ tail ~ "'" -%}
    {%- set worded = "'^" ~ gap ~ "(" ~ months ~ ")[-'' /]*([0-9]{4}|[0-9]{2})" ~ tail ~ "'" -%}
    {%- set day = "'^(?:.*[-_ ./])?" ~ century ~ month_number ~ "([0-2][0-9]|3[01])" ~ tail ~ "'" -%}
    {%- set year_first = "'^(?:.*[-_ ./])?" ~ century ~ "-?" ~ month_number ~ tail ~ "'" -%}
    {%- set month_first = "'^" ~ gap ~ month_number ~ "-([0-9]{4}|[0-9]{2})" ~ tail ~ "'" -%}
    {%- set generic = "'^(?:C|" ~ gap ~ ")([0-9]{1,2})!?" ~ tail ~ "'" -%}
    {%- set ranked = "'^[.][VCN][.]([0-9]{1,2})$'" -%}
    {%- set part = "regexp_extract(" ~ rest ~ ", " -%}
    case
        when {{ matches(rest, "'^[!]?(=F)?" ~ tail ~ "'") }}
            then {{ contract_name_parts("'continuous'") }}
        when {{ matches(rest, ranked) }}
            then
                {{ contract_name_parts(
                    "case when cast(" ~ part ~ ranked ~ ", 1) as integer) = 0 then 'continuous' else 'not_the_front' end"
                ) }}
        when {{ matches(rest, generic) }}
            then
                {{ contract_name_parts(
                    "case when cast(" ~ part ~ generic ~ ", 1) as integer) <= 1 then 'continuous' else 'not_the_front' end"
                ) }}
        when {{ matches(rest, coded) }}
            then
                {{ contract_name_parts(
                    "'dated'", "position(" ~ part ~ coded ~ ", 1) in 'FGHJKMNQUVXZ')", part ~ coded ~ ", 2)",
                    "nullif(" ~ part ~ coded ~ ", 3), '')"
                ) }}
        when {{ matches(rest, worded) }}
            then
                {{ contract_name_parts(
                    "'dated'", quotient("(position(" ~ part ~ worded ~ ", 1) in '" ~ months ~ "') + 3)", 4),
                    part ~ worded ~ ", 2)"
                ) }}
        when {{ matches(rest, day) }}
            then
                {{ contract_name_parts(
                    "'last_day'", "cast(" ~ part ~ day ~ ", 2) as integer)", part ~ day ~ ", 1)"
                ) }}
        when {{ matches(rest, year_first) }}
            then
                {{ contract_name_parts(
                    "'dated'", "cast(" ~ part ~ year_first ~ ", 2) as integer)", part ~ year_first ~ ", 1)"
                ) }}
        when {{ matches(rest, month_first) }}
            then
                {{ contract_name_parts(
                    "'dated'", "cast(" ~ part ~ month_first ~ ", 1) as integer)", part ~ month_first ~ ", 2)"
                ) }}
    end
{%- endmacro %}
