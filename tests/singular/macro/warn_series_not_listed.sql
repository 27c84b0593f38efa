-- A column or file that seed macro_series does not list: it is loaded under its own name, unit unknown.
-- List it in seeds/series/macro_series.csv (and its column in macro_series_sources.csv).
{{ config(severity = 'warn') }}

select
    series_id,
    files
from {{ ref('dim_macro_series') }}
where not is_listed
