{#-
    The files of the data root as dicts of path (relative to the root), full (as DuckDB names it), size, reader (the
    pattern of the source that takes it), is_read and is_ignored (if none does, may it lie there?). Hidden files and
    folders are left out, linked folders are followed.
-#}
{% macro landing_files() -%}
    {%- set prefix = data_root() ~ '/' -%}
    {%- set patterns = [] -%}
    {%- for pattern in reader_patterns() -%}{%- do patterns.append(pattern[prefix | length:]) -%}{%- endfor -%}
    {%- set ignored = [] -%}
    {%- for source in graph.sources.values() -%}
        {%- do ignored.extend((source.config.meta or {}).get('ignored') or []) -%}
    {%- endfor -%}
    {%- set question = tojson({'root': data_root(), 'patterns': patterns, 'ignored': ignored}) -%}
    {{- return(fromjson(query_rows('select landed_files(' ~ sql_text(question) ~ ')')[0][0])) -}}
{%- endmacro %}
