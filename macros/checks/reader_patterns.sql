{#-
    Every glob that a reader takes from the data root: the quoted paths below the root in the sources'
    `external_location`, and `meta.files` (paths relative to the root) of sources that a plugin reads.
    So a new vendor is known here as soon as its source is. The root's manifest is a source, too, but no landing file.
-#}
{% macro reader_patterns() -%}
    {%- set root = data_root() ~ '/' -%}
    {%- set patterns = [] -%}
    {%- for source in graph.sources.values() if source.source_name != 'data_root' -%}
        {%- set meta = source.config.meta or {} -%}
        {%- for text in modules.re.findall("'((?:[^']|'')*)'", meta.get('external_location') or '') -%}
            {%- set pattern = text.replace("''", "'").replace('%%', '%') -%}
            {%- if pattern.startswith(root) -%}{%- do patterns.append(pattern) -%}{%- endif -%}
        {%- endfor -%}
        {%- for pattern in meta.get('files') or [] -%}{%- do patterns.append(root ~ pattern) -%}{%- endfor -%}
    {%- endfor -%}
    {{- return(patterns | unique | list) -}}
{%- endmacro %}
