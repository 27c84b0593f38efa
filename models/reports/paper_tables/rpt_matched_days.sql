-- The days behind table T5, pair by pair, with the regime of the day that was matched.
with

pairs as (

    select * from {{ ref('est_matched_days') }}

),

days as (

    select * from {{ ref('fct_sample_days') }}

),

table_rows as (

    select * from {{ ref('int_table_rows') }}
    where table_id = 'T5'

),

final as (

    select
        pairs.sample,
        pairs.term,
        table_rows.row_label,
        pairs.trade_date,
        pairs.matched_date,
        days.ust_regime as matched_regime,
        pairs.distance,
        table_rows.unit
    from pairs
    inner join table_rows on pairs.term = table_rows.term
    inner join days on pairs.sample = days.sample and pairs.matched_date = days.trade_date

)

select * from final
