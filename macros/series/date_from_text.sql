{#-
    A date from text in one of the formats, or NULL. Years before 1900 are not dates: they are two-digit years
    that %Y took to the letter.
-#}
{% macro date_from_text(text, formats) -%}
    {%- set quoted = [] -%}
    {%- for format in formats -%}{%- do quoted.append("'" ~ format ~ "'") -%}{%- endfor -%}
    case
        when try_strptime({{ text }}, [{{ quoted | join(', ') }}]) >= date '1900-01-01'
            then cast(try_strptime({{ text }}, [{{ quoted | join(', ') }}]) as date)
    end
{%- endmacro %}
