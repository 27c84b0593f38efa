{#-
    The root of a contract's name, whatever follows it: ES of ESU4, ES U4, ESU24_FUT_CME, ESc1, ES.v.0, ES1 Index, @ES,
    ES1!, ES 09-18, ES 20180921 and of the spread ESU8-ESZ8. A root that we know counts first (seed contract_roots), then
    the shortest one behind which a code makes sense; a name without a code is a root as it stands.
-#}
{% macro symbol_of_name(name, roots) -%}
    {%- set exchange = '^(?:(?:CBOT|CME|CBT|ICE|ICEUS)(?:_MINI)?[:_]|[@/.#$])?' -%}
    {%- set tails = [
        '[-_ ./]*[FGHJKMNQUVXZ][- /]?(?:[0-9]{4}|[0-9]{1,2})(?:[^A-Z0-9!].*)?',
        '[-_ ./]+(?:(?:0[1-9]|1[0-2])-(?:[0-9]{4}|[0-9]{2})|(?:19|20)[0-9]{2}-?(?:0[1-9]|1[0-2])(?:[0-3][0-9])?'
        ~ "|(?:JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)[-'' /]*(?:[0-9]{4}|[0-9]{2}))(?:[^A-Z0-9].*)?",
        '_MINUTE_(?:TRADE|QUOTE)_[0-9]{6}',
        'C[0-9]{1,2}',
        '[.][VCN][.][0-9]{1,2}',
        '[.]FUT',
        '=F',
        '[0-9]!',
        '(?:[0-9]{1,2})? (?:INDEX|COMDTY|CURNCY)',
    ] -%}
    {%- set spelling = contract_spelling(name) -%}
    coalesce(
                nullif(regexp_extract({{ spelling }}, '{{ exchange }}({{ roots | join('|') }})(?:{{ tails | join('|') }}|[0-9]{1,2})?$', 1), ''),
                regexp_extract({{ spelling }}, '{{ exchange }}(.+?)(?:{{ tails | join('|') | replace('[- /]?', '') }})?$', 1)
            )
{%- endmacro %}
