-- The seed of a table's rows and the one of its columns have a place for every number that the paper prints, and a
-- label for none of them: the paper's own is the only one.
with

printed as (

    select * from {{ ref('int_printed_numbers') }}

),

labels as (

    select * from {{ ref('int_table_labels') }}

),

seeded as (

    select
        table_id,
        term,
        null as specification
    from {{ ref('table_rows') }}
    where row_label is not null
    union all
    select
        table_id,
        null as term,
        specification
    from {{ ref('table_columns') }}
    where column_label is not null
    union all
    select
        table_id,
        event_type || '/' || event_subset as term,
        null as specification
    from {{ ref('event_sets') }}
    where row_label is not null

)

select
    printed.table_id,
    printed.term,
    printed.specification
from printed
left join labels
    on
        printed.table_id = labels.table_id
        and printed.specification = labels.specification
        and printed.term = labels.term
where
    labels.term is null
    or not labels.is_printed
    or printed.row_label <> labels.row_label
    or printed.column_label <> labels.column_label
union all
select
    seeded.table_id,
    seeded.term,
    seeded.specification
from seeded
inner join printed
    on
        seeded.table_id = printed.table_id
        and (seeded.term = printed.term or seeded.specification = printed.specification)
