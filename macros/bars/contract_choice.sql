{#- A day's contract and the state after it, in one number. -#}
{% macro contract_choice(today, state) -%}
    {%- set serves = "list_contains(" ~ today ~ ".places, " ~ state ~ ")" -%}
    {%- set its_volume = today ~ ".volumes[list_position(" ~ today ~ ".places, " ~ state ~ ")]" -%}
    {%- set next -%}
        list_min(list_filter({{ today }}.places, lambda place: place > {{ state }}))
    {%- endset -%}
    {%- set largest -%}
        list_filter({{ today }}.places, lambda place: place >= {{ state }})[1]
    {%- endset -%}
    case
                    when {{ today }}.is_by_calendar and {{ state }} = 0
                        then {{ place_and_state(today ~ '.place_by_calendar', today ~ '.place_by_calendar') }}
                    when {{ today }}.is_by_calendar and {{ state }} > {{ today }}.place_past_roll
                        then
                            {{ place_and_state(
                                'case when ' ~ serves ~ ' then ' ~ state ~ ' else ' ~ today ~ '.place_by_calendar end', state
                            ) }}
                    when {{ today }}.is_by_calendar and {{ next }} is not null
                        then {{ place_and_state(next, next) }}
                    when {{ today }}.is_by_calendar
                        then {{ place_and_state('list_max(' ~ today ~ '.places)', state) }}
                    when {{ today }}.places[1] >= {{ state }}
                        then {{ place_and_state(today ~ '.places[1]', today ~ '.places[1]') }}
                    when not {{ serves }}
                        then {{ place_and_state(today ~ '.places[1]', state) }}
                    when 10 * {{ its_volume }} < {{ today }}.volumes[1]
                        then {{ place_and_state(today ~ '.places[1]', today ~ '.places[1]') }}
                    else {{ place_and_state(largest, largest) }}
                end
{%- endmacro %}
