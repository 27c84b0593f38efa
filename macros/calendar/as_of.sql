{#-
    The moment of New York that a build speaks of: as given, or the run's start. A day alone is its end. At parse time,
    when nothing may be asked yet, the run's start. No model of bars by file may hold it: its SQL would be another one in
    every run, and every file be read again.
-#}
{% macro as_of() -%}
    {%- set given = given_as_of() | replace('T', ' ') -%}
    {%- if not given or not execute -%}
        {%- set new_york = run_started_at.astimezone(modules.pytz.timezone('America/New_York')) -%}
        {{- return(new_york.replace(tzinfo=none, microsecond=0)) -}}
    {%- endif -%}
    {{- return(modules.datetime.datetime.fromisoformat(given ~ (' 23:59:59' if given | length == 10 else ''))) -}}
{%- endmacro %}
