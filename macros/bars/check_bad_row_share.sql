{#-
    Stops the build, by name, at a bar file of which more than var max_bad_row_share is bad: defects and
    contradicting copies; identical copies and superseded rows do not count. Post-hook of int_bar_copies.
-#}
{% macro check_bad_row_share(bars, copies, slices) %}
    {%- if execute -%}
        {%- set bad_files = run_query(
            "with bad as ("
            ~ "select slice_id from " ~ bars ~ " where exclusion <> 'outside_session' "
            ~ "union all select slice_id from " ~ copies ~ " where verdict = 'conflicting_copy'"
            ~ "), counted as (select slice_id, count(*) as n_bad from bad group by all) "
            ~ "select file, sum(coalesce(n_bad, 0)) as n_bad, sum(n_rows) as n_rows "
            ~ "from " ~ slices ~ " left join counted using (slice_id) group by file "
            ~ "having n_bad > " ~ var('max_bad_row_share') ~ " * n_rows order by file"
        ).rows -%}
        {%- if bad_files | length > 0 -%}
            {%- set lines = ["Bar files with too many bad rows:"] -%}
            {%- for row in bad_files -%}
                {%- do lines.append(
                    "  " ~ row[0] ~ ": " ~ row[1] ~ " of " ~ row[2] ~ " rows ("
                    ~ "%.2f" | format(100 * (row[1] | float) / (row[2] | float)) ~ " %)"
                ) -%}
            {%- endfor -%}
            {%- do lines.append(
                "Expected: at most " ~ 100 * var('max_bad_row_share') ~ " % (var max_bad_row_share)."
                ~ " The rows and their reasons: select * from intermediate.int_bars_quarantined."
                ~ " Ask the vendor for the file again, or take it out of the data root."
            ) -%}
            {%- do exceptions.raise_compiler_error(lines | join("\n")) -%}
        {%- endif -%}
    {%- endif -%}
{% endmacro %}
