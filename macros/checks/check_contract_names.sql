{#-
    Stops the build, by name, at a bar file most of whose contracts cannot be told or cannot trade: more than var
    max_unusable_contract_share of its bars, calendar spreads and later generics apart. Post-hook of int_bar_files.
-#}
{% macro check_contract_names(files) %}
    {%- if execute -%}
        {%- set details = [] -%}
        {%- for file, n_unusable, n_rows, names in query_rows(
            "select file, sum(case when set_aside is not null then n_rows else 0 end) as n_unusable, sum(n_rows) as n_named,"
            ~ " " ~ joined_texts("case when set_aside is not null then contract || ' (' || set_aside || ')' end") ~ " as names"
            ~ " from " ~ files ~ " where instrument is not null and coalesce(set_aside, '') not in ('calendar_spread', 'not_the_front')"
            ~ " group by file having n_unusable > " ~ var('max_unusable_contract_share') ~ " * n_named order by file"
        ) -%}
            {%- do details.append(file ~ ': ' ~ n_unusable ~ ' of ' ~ n_rows ~ ' bars: ' ~ names[:300]) -%}
        {%- endfor -%}
        {%- if details -%}
            {%- do stop(
                'Bar files whose contracts cannot be told, or do not trade on the days of their bars.',
                details,
                'correct the names (docs/DATA.md lists the spellings that are read) or the dates, or take the file out of the'
                ~ ' data root. Expected: at most ' ~ 100 * var('max_unusable_contract_share')
                ~ ' % of a file\'s bars (var max_unusable_contract_share).'
            ) -%}
        {%- endif -%}
    {%- endif -%}
{% endmacro %}
