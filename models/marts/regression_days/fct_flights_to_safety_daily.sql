-- After Baele, Bekaert, Inghelbrecht and Wei: bonds rise and stocks fall by more than k of their own standard
-- deviations, which are exponentially weighted over the days before.
with

returns as (

    select * from {{ ref('fct_daily_returns') }}

),

legs as (

    select
        trade_date,
        1e4 * max(log_return) filter (where instrument = 'ES') as r_spx_bp,
        1e4 * max(log_return) filter (where instrument = 'TY') as r_ust_bp,
        -- A weight that grows by the day is, once normalised, one that decays into the past.
        exp(row_number() over (order by trade_date) / {{ var('fts_decay_days') }}) as weight
    from returns
    group by trade_date

),

measured as (

    select
        trade_date,
        r_spx_bp,
        r_ust_bp,
        cast(count(r_spx_bp + r_ust_bp) over days_before as integer) as n_days_before,
        sqrt(
            sum(weight * r_spx_bp ** 2) over days_before
            / sum(case when r_spx_bp is not null then weight end) over days_before
        ) as sigma_spx_bp,
        sqrt(
            sum(weight * r_ust_bp ** 2) over days_before
            / sum(case when r_ust_bp is not null then weight end) over days_before
        ) as sigma_ust_bp
    from legs
    window days_before as (order by trade_date rows between unbounded preceding and 1 preceding)

),

final as (

    select
        trade_date,
        r_spx_bp,
        r_ust_bp,
        n_days_before,
        case when n_days_before >= {{ var('fts_min_days') }} then sigma_spx_bp end as sigma_spx_bp,
        case when n_days_before >= {{ var('fts_min_days') }} then sigma_ust_bp end as sigma_ust_bp,
        case
            when n_days_before >= {{ var('fts_min_days') }}
                then
                    r_ust_bp > {{ var('fts_threshold') }} * measured.sigma_ust_bp
                    and r_spx_bp < -{{ var('fts_threshold') }} * measured.sigma_spx_bp
        end as is_flight_to_safety
    from measured

)

select * from final
