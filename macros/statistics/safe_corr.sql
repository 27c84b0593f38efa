{#- corr() over a named window; NULL, never NaN, where a leg has not moved or only one pair is there. -#}
{% macro safe_corr(x, y, window_name) -%}
    case
        when isfinite(corr({{ x }}, {{ y }}) over {{ window_name }})
            then greatest(-1, least(1, corr({{ x }}, {{ y }}) over {{ window_name }}))
    end
{%- endmacro %}
