{#- A day's contract and the state after it, in one number. -#}
{% macro contract_choice(today, state) -%}
    {%- set places, volumes = today ~ '.places', today ~ '.volumes' -%}
    {%- set serves = list_contains(places, state) -%}
    {%- set its_volume = element(volumes, list_position(places, state)) -%}
    {%- set next = list_min(list_filter(places, 'place', 'place > ' ~ state)) -%}
    {%- set largest = element(list_filter(places, 'place', 'place >= ' ~ state), 1) -%}
    {%- set first = element(places, 1) -%}
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
                        then {{ place_and_state(list_max(places), state) }}
                    when {{ first }} >= {{ state }}
                        then {{ place_and_state(first, first) }}
                    when not {{ serves }}
                        then {{ place_and_state(first, state) }}
                    when 10 * {{ its_volume }} < {{ element(volumes, 1) }}
                        then {{ place_and_state(first, first) }}
                    else {{ place_and_state(largest, largest) }}
                end
{%- endmacro %}
