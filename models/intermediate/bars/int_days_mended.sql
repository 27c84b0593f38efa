-- The contract-days that are not read off one piece, put together. Where no minute stands twice, the pieces' vectors
-- are laid over each other; where one does, the day was made anew.
with

days as (

    select * from {{ ref('int_days_in_pieces') }}

),

made_anew as (

    select * from {{ ref('int_days_made_anew') }}

),

pieces as (

    select
        pieces.*,
        days.is_read_again
    from {{ ref('int_contract_pieces') }} as pieces
    inner join days using (vendor, instrument, series, bar_minutes, bar_date)
    where pieces.n_sound > 0

),

laid_over as (

    select
        vendor,
        instrument,
        series,
        bar_minutes,
        bar_date,
        cast(sum(n_bars) as bigint) as n_bars,
        cast(sum(n_volumes) as bigint) as n_volumes,
        sum(session_volume) as session_volume,
        min_by(first_open, first_open_minute) as first_open,
        min(first_open_minute) as first_open_minute,
        {{ vectors_laid_over('prices', 'prices_at') }} as prices,
        cast(0 as smallint) as prices_at
    from pieces
    where not is_read_again
    group by vendor, instrument, series, bar_minutes, bar_date

),

mended as (

    select * from laid_over
    union all
    select * from made_anew

),

attributes as (

    select
        vendor,
        instrument,
        series,
        bar_minutes,
        bar_date,
        instrument_id,
        return_sign,
        symbol_priority,
        vendor_priority,
        is_dated,
        contract,
        contract_month,
        expiry_month,
        months_to_expiry
    from pieces
    qualify
        row_number() over (
            partition by vendor, instrument, series, bar_minutes, bar_date order by symbol_priority, return_sign
        ) = 1

),

final as (

    select
        mended.*,
        attributes.* {{ exclude('vendor, instrument, series, bar_minutes, bar_date') }}
    from mended
    inner join attributes using (vendor, instrument, series, bar_minutes, bar_date)

)

select * from final
