{#-
    A time of any type as a timestamp in UTC. Text is read with the offset that is written in it; text without one is UTC
    (a cast to timestamp would drop the offset in silence). The session's time zone is UTC: profiles.yml says so.
-#}
{% macro utc_timestamp(time) -%}
    {{- return(adapter.dispatch('utc_timestamp', 'stockbond')(time)) -}}
{%- endmacro %}

{#- The type of a column is known before the first row: only one branch ever runs. -#}
{% macro default__utc_timestamp(time) -%}
    case
            when typeof({{ time }}) = 'VARCHAR' then {{ utc_timestamp_from_text('cast(' ~ time ~ ' as varchar)') }}
            else try_cast({{ time }} as timestamp)
        end
{%- endmacro %}
