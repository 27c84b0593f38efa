{#-
    On a row with a value: its change from the latest earlier row with one in a window that runs along
    observed_session_number, if no more than max_carry_sessions sessions lie between. `over` names the window.
-#}
{% macro change_since_previous(column, over, session_number='observed_session_number') -%}
    case
        when
            {{ session_number }}
            - lag(case when {{ column }} is not null then {{ session_number }} end ignore nulls) over {{ over }}
            <= {{ var('max_carry_sessions') }}
            then {{ column }} - lag({{ column }} ignore nulls) over {{ over }}
    end
{%- endmacro %}
