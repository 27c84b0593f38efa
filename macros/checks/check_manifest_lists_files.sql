{#- A simulated root holds what its manifest lists and nothing else: simulated and real data never mix. -#}
{% macro check_manifest_lists_files(manifest, files) -%}
    {%- if manifest.is_simulated -%}
        {%- set listed = {} -%}
        {%- for entry in manifest.files -%}
            {%- if entry.path.split('/')[0] in ['bars', 'series', 'trades', 'events'] -%}
                {%- do listed.update({entry.path: entry.size}) -%}
            {%- endif -%}
        {%- endfor -%}
        {%- set problems = [] -%}
        {%- for file in files -%}
            {%- if file.path not in listed -%}
                {%- do problems.append(file.path ~ ' is not listed in the manifest') -%}
            {%- elif listed[file.path] != file.size -%}
                {%- do problems.append(
                    file.path ~ ' has ' ~ file.size ~ ' bytes, the manifest says ' ~ listed[file.path]
                ) -%}
            {%- endif -%}
        {%- endfor -%}
        {%- set present = files | map(attribute='path') | list -%}
        {%- for path in listed if path not in present -%}
            {%- do problems.append(path ~ ' is listed in the manifest but missing') -%}
        {%- endfor -%}
        {%- if problems -%}
            {%- do stop(
                'The data root ' ~ data_root() ~ ' is simulated, but its files are not those of its manifest.',
                problems,
                'put real files into a data root of their own (STOCKBOND_DATA), or write the simulated market again'
                ~ ' with `stockbond simulate`. A data root is either simulated or real, never a mixture.'
            ) -%}
        {%- endif -%}
    {%- endif -%}
{%- endmacro %}
