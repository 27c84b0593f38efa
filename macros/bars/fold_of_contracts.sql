{#-
    The fold that chooses a vendor's contract day by day, over its days in order, as columns trade_date and choice of one
    row a day: the choice is one number, 100000 x place of the contract chosen + place of the state (the last contract chosen) after the day.
    Expects columns trade_date, is_by_calendar, places and volumes (by volume, the largest first), place_by_calendar and
    place_past_roll (the last contract whose roll day has come).

    By volume: the leader. Where it expires before the state's contract: (a) that one does not serve, so the leader serves
    this day only and the state stays; (b) that one has under a tenth of the leader's volume, so the roll is undone;
    or else the largest of those that do not expire before the state's contract.
    By calendar: the state's contract until its roll day; then the next that serves, and where there is none it stays.
-#}
{% macro fold_of_contracts() -%}
    {{- return(adapter.dispatch('fold_of_contracts', 'stockbond')()) -}}
{%- endmacro %}

{% macro duckdb__fold_of_contracts() -%}
    {%- set nothing = 'cast([] as integer [])' -%}
    unnest(list(trade_date order by trade_date)) as trade_date,
        unnest(list_reduce(
            list(
                struct_pack(
                    is_by_calendar := is_by_calendar, places := places, volumes := volumes,
                    place_by_calendar := place_by_calendar, place_past_roll := place_past_roll,
                    state := 0, choices := {{ nothing }}
                )
                order by trade_date
            ),
            lambda so_far, today: list_transform(
                [{{ contract_choice('today', 'so_far.state') }}],
                lambda choice: struct_pack(
                    is_by_calendar := false, places := {{ nothing }}, volumes := cast([] as double []),
                    place_by_calendar := 0, place_past_roll := 0,
                    state := choice % {{ places_apart() }}, choices := list_append(so_far.choices, choice)
                )
            )[1],
            struct_pack(
                is_by_calendar := false, places := {{ nothing }}, volumes := cast([] as double []),
                place_by_calendar := 0, place_past_roll := 0,
                state := 0, choices := {{ nothing }}
            )
        ).choices) as choice
{%- endmacro %}

{% macro spark__fold_of_contracts() -%}
    {%- set nothing = 'cast(array() as array<struct<trade_date: date, choice: integer>>)' -%}
    inline(aggregate(
            array_sort(collect_list(named_struct(
                'trade_date', trade_date, 'is_by_calendar', is_by_calendar, 'places', places, 'volumes', volumes,
                'place_by_calendar', place_by_calendar, 'place_past_roll', place_past_roll
            ))),
            named_struct('state', 0, 'choices', {{ nothing }}),
            (so_far, today) -> get(transform(
                array({{ contract_choice('today', 'so_far.state') }}),
                choice -> named_struct(
                    'state', choice % {{ places_apart() }},
                    'choices', array_append(so_far.choices, named_struct('trade_date', today.trade_date, 'choice', choice))
                )
            ), 0),
            so_far -> so_far.choices
        )) as (trade_date, choice)
{%- endmacro %}
