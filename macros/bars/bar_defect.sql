{#-
    Why a bar cannot be used, or NULL: the first defect found. The open is held to be positive only: some
    vendors' opens lie outside [low, high] while their closes are sound. No bar is longer than a day. What is not sound
    and has no name here is `unsound`: nothing falls between this macro and is_sound_bar.
-#}
{% macro bar_defect() -%}
    case
        when {{ is_sound_bar() }} then null
        when bar_start_at_utc is null then 'missing_time'
        when not coalesce(bar_minutes >= 1 and bar_minutes <= 1440 and bar_minutes = floor(bar_minutes), false)
            then 'bad_bar_minutes'
        when {{ is_off_the_minute('bar_start_at_utc') }} then 'off_the_minute'
        when not coalesce({{ is_finite('open') }} and {{ is_finite('high') }} and {{ is_finite('low') }} and {{ is_finite('close') }}, false)
            then 'missing_price'
        when least(open, high, low, close) <= 0 then 'non_positive_price'
        when high < low then 'high_below_low'
        when close < low or close > high then 'close_outside_range'
        when volume < 0 or not {{ is_finite('volume') }} then 'bad_volume'
        else 'unsound'
    end
{%- endmacro %}
