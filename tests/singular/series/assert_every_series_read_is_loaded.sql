-- Every series in the long table is one of the dimension's: nothing read is lost on the way.
select distinct readings.series_id
from {{ ref('int_macro_readings') }} as readings
left join {{ ref('dim_macro_series') }} as series
    on readings.series_id = series.series_id and series.is_loaded
where readings.value is not null and series.series_id is null
