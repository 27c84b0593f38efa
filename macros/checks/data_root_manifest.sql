{#-
    The data root's manifest as a dict: is_simulated, sha256 (none without a manifest) and files.
    No manifest means real data; one that cannot be understood stops the run, for guessing could mix
    simulated with real data.
-#}
{% macro data_root_manifest() -%}
    {%- set path = data_root() ~ '/manifest.json' -%}
    {%- set found = query_rows('select content, sha256(content) from read_text(' ~ sql_text(path) ~ ')') -%}
    {%- if not found -%}
        {{- return({'is_simulated': false, 'sha256': none, 'files': []}) -}}
    {%- endif -%}
    {%- set manifest = fromjson(found[0][0]) -%}
    {%- if manifest is not mapping -%}
        {%- do stop(
            path ~ ' is not a manifest.',
            ['found: ' ~ ('invalid JSON' if manifest is none else 'JSON, but not an object'),
             'expected: an object such as {"simulated": false}'],
            'delete the file if the data are real, or run `stockbond simulate` again if they are simulated.'
        ) -%}
    {%- elif manifest.get('simulated') is not boolean -%}
        {%- do stop(
            path ~ ' does not say whether the data are simulated.',
            ['found: "simulated" is ' ~ (tojson(manifest['simulated']) if 'simulated' in manifest else 'absent'),
             'expected: "simulated": true or "simulated": false'],
            'write {"simulated": false} or delete the file if the data are real, or run `stockbond simulate` again.'
        ) -%}
    {%- endif -%}
    {{- return({
        'is_simulated': manifest['simulated'], 'sha256': found[0][1], 'files': manifest.get('files') or []
    }) -}}
{%- endmacro %}
