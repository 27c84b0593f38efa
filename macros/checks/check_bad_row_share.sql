{#-
    Stops the build, by name, at a bar file of which more than var max_bad_row_share is bad: defects and
    contradicting copies; identical copies, superseded rows and bars set aside for their contract's name do not count.
    Post-hook of int_bars_compared.
-#}
{% macro check_bad_row_share(files, compared) -%}
    {%- if execute -%}
        {%- set query -%}
            with

            contradicted as (
                select file, count(*) as n_bad from {{ compared }} where verdict = 'conflicting_copy' group by file
            ),

            counted as (
                select
                    file,
                    sum(n_rows) as n_rows,
                    sum(case when instrument is not null and set_aside is null then n_rows - n_sound else 0 end) as n_defects
                from {{ files }}
                group by file
            )

            select file, n_defects + coalesce(n_bad, 0) as n_bad, n_rows
            from counted
            left join contradicted using (file)
            where n_defects + coalesce(n_bad, 0) > {{ var('max_bad_row_share') }} * n_rows
            order by file
        {%- endset -%}
        {%- set details = [] -%}
        {%- for file, n_bad, n_rows in query_rows(query) -%}
            {%- set percent = '%.2f' | format(100 * (n_bad | float) / (n_rows | float)) -%}
            {%- do details.append(file ~ ': ' ~ n_bad ~ ' of ' ~ n_rows ~ ' rows (' ~ percent ~ ' %)') -%}
        {%- endfor -%}
        {%- if details -%}
            {%- do stop(
                'Bar files with too many bad rows. Expected: at most ' ~ 100 * var('max_bad_row_share')
                ~ ' % (var max_bad_row_share).',
                details,
                'look at the rows and their reasons (select * from intermediate.int_bars_quarantined), ask the vendor for the'
                ~ ' file again, or take it out of the data root.'
            ) -%}
        {%- endif -%}
    {%- endif -%}
{%- endmacro %}
