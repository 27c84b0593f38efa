-- A column or file that seed macro_series does not list: loaded under its own name, unit unknown. Add it to the seed.
{{ config(severity = 'warn') }}

select
    series_id,
    files
from {{ ref('dim_macro_series') }}
where not is_listed
