{#-
    The places and volumes of a day's contracts, a list of structs: the largest volume first, unknown ones last; of equal ones
    that with the most grid points, then that which expires first. A list is sorted as a value: an ordered aggregate is
    sorted group by group.
-#}
{% macro places_by_volume(place, volume, n_grid_points) -%}
    {{- return(adapter.dispatch('places_by_volume', 'stockbond')(place, volume, n_grid_points)) -}}
{%- endmacro %}

{% macro duckdb__places_by_volume(place, volume, n_grid_points) -%}
    list_transform(
            list_sort(list(struct_pack(
                is_unknown := {{ volume }} is null, less := -{{ volume }}, fewer := -{{ n_grid_points }}, place := {{ place }}
            ))),
            lambda contract: struct_pack(place := contract.place, volume := -contract.less)
        )
{%- endmacro %}

{% macro spark__places_by_volume(place, volume, n_grid_points) -%}
    transform(
            array_sort(collect_list(named_struct(
                'is_unknown', {{ volume }} is null, 'less', -{{ volume }}, 'fewer', -{{ n_grid_points }}, 'place', {{ place }}
            ))),
            contract -> named_struct('place', contract.place, 'volume', -contract.less)
        )
{%- endmacro %}
