-- The contract or the continuous series that an instrument's day belongs to, and why: every day that has a candidate.
with

candidates as (

    select * from {{ ref('int_contract_candidates') }}

),

served as (

    select * from {{ ref('int_vendor_days') }}

),

choices as (

    select * from {{ ref('int_contract_choices') }}

),

vendors as (

    select distinct
        instrument,
        vendor,
        is_later_vendor
    from {{ ref('int_vendor_symbols') }}

),

-- In order: the contract of the fold, the first continuous series that serves, where nothing serves most grid points.
preferred as (

    select
        candidates.* {{ exclude('grid_prices') }},
        choices.is_by_calendar,
        choices.is_before_state,
        choices.is_kept,
        count(*) over one_day as n_candidates,
        bool_or(candidates.is_dated) over one_vendor as vendor_has_dated,
        served.vendor is null as nothing_serves,
        sum(candidates.known_volume) filter (where candidates.is_dated) over one_vendor as dated_volume,
        coalesce(bool_or(
            candidates.is_dated and candidates.is_serving and candidates.known_volume is null
        ) over one_vendor, false) as dated_volume_is_unknown,
        row_number() over (
            partition by candidates.instrument, candidates.trade_date
            order by
                choices.series is null asc,
                coalesce(
                    not served.has_dated and served.vendor = candidates.vendor and candidates.is_serving, false
                ) desc,
                case when served.vendor is null then candidates.n_grid_points end desc nulls last,
                candidates.vendor_priority asc,
                candidates.vendor asc,
                candidates.is_dated desc,
                candidates.expiry_month asc nulls last,
                candidates.contract_month asc nulls last,
                candidates.symbol_priority asc,
                candidates.series asc
        ) as preference
    from candidates
    left join served using (instrument, trade_date)
    left join choices
        on
            candidates.instrument = choices.instrument
            and candidates.vendor = choices.vendor
            and candidates.trade_date = choices.trade_date
            and candidates.series = choices.series
    window
        one_day as (partition by candidates.instrument, candidates.trade_date),
        one_vendor as (partition by candidates.instrument, candidates.trade_date, candidates.vendor)

),

final as (

    select
        preferred.instrument_id,
        preferred.instrument,
        preferred.trade_date,
        preferred.vendor,
        preferred.series,
        preferred.contract,
        preferred.is_dated,
        preferred.expiry_month,
        preferred.months_to_expiry,
        preferred.bar_minutes,
        preferred.return_sign,
        preferred.n_grid_points,
        preferred.closing_price,
        -- A continuous series holds the trades of the contracts: its volume stands alone.
        case
            when not preferred.is_dated then preferred.known_volume
            when preferred.known_volume is not null and not preferred.dated_volume_is_unknown
                then preferred.dated_volume
        end as session_volume,
        case
            when preferred.is_dated and not preferred.dated_volume_is_unknown
                then preferred.known_volume / preferred.dated_volume
        end as volume_share,
        case
            when preferred.n_candidates = 1 then 'only_one'
            when preferred.nothing_serves or vendors.is_later_vendor or preferred.is_before_state then 'stand_in'
            when not preferred.is_dated and preferred.vendor_has_dated then 'stand_in'
            when preferred.is_by_calendar then 'calendar'
            when preferred.is_kept then 'rolled'
            else 'volume'
        end as chosen_because
    from preferred
    inner join vendors on preferred.instrument = vendors.instrument and preferred.vendor = vendors.vendor
    where preferred.preference = 1

)

select * from final
