{#- A reason is a code of seed reasons, several joined by commas or semicolons, or a text that states a date, a number or
    a name: words that stand in the seed are written nowhere else. Whom it concerns may stand before it, with a colon. -#}
{% test known_reason(model, column_name) %}

    with

    parts as (

        select distinct
            {{ column_name }} as reason,
            unnest(
                string_split_regex(regexp_replace({{ column_name }}, '(^|; )[^;]*: ', '\1', 'g'), '[,;] ')
            ) as part
        from {{ model }}

    )

    select parts.*
    from parts
    anti join {{ ref('reasons') }} as reasons on parts.part = reasons.reason
    where not regexp_matches(parts.part, '[0-9A-Z]')

{% endtest %}
