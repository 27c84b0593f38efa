{#-
    Stops the build, by name, at bar files that cannot be read or lie beyond the calendar; warns of symbols that
    no instrument takes and of bars before the calendar. Post-hook of int_bar_slices.
-#}
{% macro check_bar_files(slices) %}
    {%- if execute -%}
        {%- set unreadable = run_query(
            "select file, sum(n_unreadable), min(unreadable_example) from " ~ slices
            ~ " where n_unreadable > 0 group by file order by file"
        ).rows -%}
        {%- if unreadable | length > 0 -%}
            {%- set lines = ["Bar files with values that are not numbers or times:"] -%}
            {%- for row in unreadable -%}
                {%- do lines.append(
                    "  " ~ row[0] ~ ": " ~ row[1] ~ " row(s), for example: " ~ row[2]
                ) -%}
            {%- endfor -%}
            {%- do lines.append(
                "Expected: time as YYYY-MM-DD HH:MM:SS (UTC) and plain decimal numbers."
                ~ " Correct the file or take it out of the data root, then build again."
            ) -%}
            {%- do exceptions.raise_compiler_error(lines | join("\n")) -%}
        {%- endif -%}
        {%- set beyond = run_query(
            "select file, strftime(max(last_bar_at_utc), '%Y-%m-%d') from " ~ slices
            ~ " where last_bar_at_utc >= date '" ~ var('calendar_end') ~ "' + interval 1 day group by file order by file"
        ).rows -%}
        {%- if beyond | length > 0 -%}
            {%- set lines = ["Bars after the calendar's last day, " ~ var('calendar_end') ~ ":"] -%}
            {%- for row in beyond -%}
                {%- do lines.append("  " ~ row[0] ~ ": bars until " ~ row[1]) -%}
            {%- endfor -%}
            {%- do lines.append(
                "If the dates are right, move calendar_end (dbt_project.yml and stockbond.calendar) and run `make calendar`;"
                ~ " if not, correct the file."
            ) -%}
            {%- do exceptions.raise_compiler_error(lines | join("\n")) -%}
        {%- endif -%}
        {%- set unmapped = run_query(
            "select file, symbol, sum(n_rows) from " ~ slices
            ~ " where contract_id is null group by all order by all"
        ).rows -%}
        {%- for row in unmapped -%}
            {%- do exceptions.warn(
                row[0] ~ ": symbol " ~ row[1] ~ " is not in seed vendor_symbols; its " ~ row[2] ~ " bars are not used"
            ) -%}
        {%- endfor -%}
        {%- set early = run_query(
            "select file, sum(n_rows_before_calendar) from " ~ slices
            ~ " where n_rows_before_calendar > 0 group by all order by all"
        ).rows -%}
        {%- for row in early -%}
            {%- do exceptions.warn(
                row[0] ~ ": " ~ row[1] ~ " bars before the calendar's first day, " ~ var('calendar_start')
                ~ ", are not used"
            ) -%}
        {%- endfor -%}
    {%- endif -%}
{% endmacro %}
