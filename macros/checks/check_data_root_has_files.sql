{#- Is there anything to build from? Only bars, only trades or only series is fine. -#}
{% macro check_data_root_has_files(files) -%}
    {%- set root = data_root() -%}
    {%- if modules.re.search('[*?\\[\\]\\\\]', root) -%}
        {%- do stop(
            'The data root ' ~ root ~ ' has one of the characters * ? [ ] \\ in its path, which DuckDB takes for a pattern.',
            [], 'rename the folder, or point STOCKBOND_DATA at another one.'
        ) -%}
    {%- endif -%}
    {%- if not files -%}
        {%- do stop(
            'There is nothing to build from: the data root ' ~ root ~ ' is missing or has no files under bars/, trades/ or series/.',
            ['looked for: ' ~ root ~ '/bars/**, ' ~ root ~ '/trades/** and ' ~ root ~ '/series/**'],
            '`make demo` builds on a simulated market, `stockbond simulate` only writes one. For your own data lay'
            ~ ' the files out as docs/DATA.md says and set STOCKBOND_DATA to their folder.'
        ) -%}
    {%- endif -%}
{%- endmacro %}
