{{ config(post_hook = "{{ stop_on_defects(this) }}") }}

-- Deviations from covered interest parity as read, all in basis points.
-- noqa: disable=LT02
with

deviations as (

    select * from {{ ref('stg_cip__deviations') }}
),

-- The deviation is in basis points; its two parts are in percentage points (as published) or basis points. They
-- must add up, which tells the unit of the file. Of two files the one with the greater number goes before.
files as (

    select
        file,
        row_number() over (order by {{ download_order('file') }}) as download_number,
        case
            when
                sum(abs(cip_govt - 100 * (diff_y - rho))) <= sum(abs(cip_govt - (diff_y - rho))) then 100
            else 1
        end as basis_points
    from deviations
    group by file

),

compared as (

    select
        deviations.*,
        files.basis_points,
        files.download_number,
        min(deviations.cip_govt) over same_key as lowest_value,
        max(deviations.cip_govt) over same_key as highest_value,
        max(case when deviations.cip_govt is not null then files.download_number end) over any_file as last_number,
        max(case when deviations.cip_libor is not null then files.download_number end)
            over any_file as last_libor_number
    from deviations
    inner join files on deviations.file = files.file
    window
        same_key as (
            partition by
                deviations.file, deviations.currency, deviations.tenor, deviations.observation_date
        ),
        any_file as (partition by deviations.currency, deviations.tenor, deviations.observation_date)

),

final as (

    select
        file,
        line_number,
        currency,
        tenor,
        observation_date,
        basis_points * diff_y as diff_y_bp,
        basis_points * rho as rho_bp,
        cip_govt as cip_govt_bp,
        cip_libor as cip_libor_bp,
        observation_date > {{ last_day_over() }} as is_in_the_future,
        -- Does another file tell each number that this line tells?
        coalesce(cip_govt, cip_libor) is not null
        and coalesce(last_number <> download_number or cip_govt is null, false)
        and coalesce(last_libor_number <> download_number or cip_libor is null, false) as is_superseded,
        {{ series_defect('lowest_value', 'highest_value') }} as defect,
        case when defect is not null then line_text end as line_text
    from compared

)

select * from final
