{#-
    Stop the run with one message for the person who can mend it. `problem` says what is wrong in one line,
    `details` is a list of lines (the first ten are shown), `remedy` says what to do.
-#}
{% macro stop(problem, details, remedy) -%}
    {%- set lines = [problem] -%}
    {%- for detail in details[:10] -%}{%- do lines.append('  ' ~ detail) -%}{%- endfor -%}
    {%- if details | length > 10 -%}{%- do lines.append('  and ' ~ (details | length - 10) ~ ' more') -%}{%- endif -%}
    {%- do lines.append('What to do: ' ~ remedy) -%}
    {%- do exceptions.raise_compiler_error(lines | join('\n')) -%}
{%- endmacro %}
