-- Published deviations that are not the difference of their published parts: these days have no decomposition (T5).
{{ config(severity = 'warn') }}

select
    file,
    currency,
    tenor,
    observation_date,
    cip_govt_bp,
    diff_y_bp - rho_bp as difference_of_parts_bp
from {{ ref('int_cip_readings') }}
where abs(cip_govt_bp - (diff_y_bp - rho_bp)) > 0.1
