-- Contract-days that are not read off one piece: those of several files or spellings, those that hold a bar twice, and
-- those that the as-of moment cuts. Usually none. Where a minute stands twice, or a bar lies in the future, the bars
-- are looked at one by one.
with

pieces as (

    select * from {{ ref('int_contract_pieces') }} where n_sound > 0

),

days as (

    select
        vendor,
        instrument,
        series,
        bar_minutes,
        bar_date
    from pieces
    group by vendor, instrument, series, bar_minutes, bar_date
    having count(*) > 1 or bool_or(has_copies or is_cut)

),

final as (

    select
        vendor,
        instrument,
        series,
        bar_minutes,
        bar_date,
        {{ sorted_list('pieces.file') }} as files,
        bool_or(pieces.is_cut)
        or {{ list_unique(flattened_lists(start_minutes_of('pieces'))) }} < sum(pieces.n_sound) as is_read_again
    from pieces
    inner join days using (vendor, instrument, series, bar_minutes, bar_date)
    group by vendor, instrument, series, bar_minutes, bar_date

)

select * from final
