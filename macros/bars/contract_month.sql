{#-
    The delivery month of a futures contract as yyyymm, from its name; NULL where the name tells none.
    ESH04, ESH4, ESH2004 (month code and year); ES 2004-03, ES200403 (digits). A one-digit year is the first
    such year on or after the contract's first bar.
-#}
{% macro contract_month(contract, first_bar_at_utc) -%}
    {{- return(adapter.dispatch('contract_month', 'stockbond')(contract, first_bar_at_utc)) -}}
{%- endmacro %}

{% macro default__contract_month(contract, first_bar_at_utc) -%}
    {%- set coded = "'([FGHJKMNQUVXZ])([0-9]{4}|[0-9]{1,2})$'" -%}
    {%- set digits = "'((?:19|20)[0-9]{2})[-/]?(0[1-9]|1[0-2])$'" -%}
    {%- set code = "regexp_extract(upper(" ~ contract ~ "), " ~ coded ~ ", 1)" -%}
    {%- set year_text = "regexp_extract(upper(" ~ contract ~ "), " ~ coded ~ ", 2)" -%}
    {%- set year = "cast(" ~ year_text ~ " as integer)" -%}
    case
        when regexp_matches({{ contract }}, {{ digits }})
            then
                cast(regexp_extract({{ contract }}, {{ digits }}, 1) as integer) * 100
                + cast(regexp_extract({{ contract }}, {{ digits }}, 2) as integer)
        when regexp_matches(upper({{ contract }}), {{ coded }})
            then
                100 * case length({{ year_text }})
                    when 4 then {{ year }}
                    when 2 then {{ year }} + case when {{ year }} < 70 then 2000 else 1900 end
                    else
                        extract(year from {{ first_bar_at_utc }})
                        + (10 + {{ year }} - extract(year from {{ first_bar_at_utc }}) % 10) % 10
                end
                + position({{ code }} in 'FGHJKMNQUVXZ')
    end
{%- endmacro %}
