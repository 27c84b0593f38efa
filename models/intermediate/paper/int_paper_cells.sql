-- The printed numbers where they stand in our tables, beside what public data are known to give instead.
with

printed as (

    select * from {{ ref('int_printed_numbers') }}

),

labels as (

    select * from {{ ref('int_table_labels') }}

),

known_differences as (

    select * from {{ ref('known_differences') }}

),

final as (

    select
        printed.*,
        labels.row_number,
        labels.column_number,
        labels.unit,
        known_differences.public_value,
        known_differences.public_t_stat,
        known_differences.reason as known_reason
    from printed
    inner join labels using (table_id, specification, term)
    left join known_differences using (table_id, specification, term)

)

select * from final
