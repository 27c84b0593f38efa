-- The Treasury basis by currency, with the Treasury yield of the day, and the session of the observation before.
with

readings as (

    select * from {{ ref('int_cip_readings') }}
    where defect is null and is_in_the_future is not true

),

yields as (

    select * from {{ ref('int_macro_observations') }}
    where series_id in ('DGS1', 'DGS5')

),

sessions as (

    select * from {{ ref('int_sessions') }}

),

-- The government deviation and LIBOR's may come in files of their own; of several the later download.
deviations as (

    select
        currency,
        tenor,
        observation_date,
        max_by(diff_y_bp, {{ download_order('file') }}) filter (where cip_govt_bp is not null) as diff_y_bp,
        max_by(rho_bp, {{ download_order('file') }}) filter (where cip_govt_bp is not null) as rho_bp,
        max_by(cip_govt_bp, {{ download_order('file') }}) filter (where cip_govt_bp is not null) as cip_govt_bp,
        max_by(cip_libor_bp, {{ download_order('file') }}) filter (where cip_libor_bp is not null) as cip_libor_bp
    from readings
    group by currency, tenor, observation_date

),

-- The publisher's sign is foreign yield, hedged, less the Treasury's; the basis is the other way round. A day has a
-- decomposition where the Treasury yield is known and the published parts add up to the deviation (rounding apart).
signed as (

    select
        deviations.*,
        -deviations.cip_govt_bp as ust_basis_bp,
        -(deviations.cip_govt_bp - deviations.cip_libor_bp) as ust_basis_cip_adjusted_bp,
        100 * yields.value as yield_ust_bp,
        yields.value is not null
        and coalesce(abs(deviations.cip_govt_bp - (deviations.diff_y_bp - deviations.rho_bp)) <= 0.1, false)
            as has_parts
    from deviations
    left join yields
        on
            deviations.observation_date = yields.observation_date
            and yields.series_id = 'DGS' || replace(deviations.tenor, 'y', '')
    where deviations.cip_govt_bp is not null

),

final as (

    select
        signed.currency,
        signed.tenor,
        signed.observation_date,
        sessions.trade_date,
        sessions.session_number
        - cast(signed.observation_date < sessions.trade_date as integer) as observed_session_number,
        signed.ust_basis_bp,
        signed.ust_basis_cip_adjusted_bp,
        case when signed.has_parts then signed.ust_basis_bp end as basis_bp,
        case when signed.has_parts then signed.yield_ust_bp end as yield_ust_bp,
        case when signed.has_parts then signed.yield_ust_bp - signed.ust_basis_bp end as yield_synthetic_bp,
        case when signed.has_parts then -signed.diff_y_bp end as yield_gap_bp,
        case when signed.has_parts then signed.rho_bp end as hedging_cost_bp
    from signed
    asof inner join sessions on signed.observation_date <= sessions.trade_date
    where signed.observation_date >= date '{{ var("calendar_start") }}'

)

select * from final
