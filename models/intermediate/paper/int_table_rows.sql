-- The rows of the ten tables. What the paper prints is called as it prints it; a pair is a row of T1, an event set of
-- the table that it names.
with

printed as (

    select distinct
        table_id,
        term,
        row_label
    from {{ ref('int_printed_numbers') }}

),

pairs as (

    select * from {{ ref('instrument_pairs') }}

),

event_sets as (

    select * from {{ ref('event_sets') }}
    where table_id is not null

),

listed as (

    select * from {{ ref('table_rows') }}
    union all by name
    select
        'T1' as table_id,
        pair_number as row_number,
        'rho_' || pair_id as term,
        'ρ_t^' || upper(pair_id) as row_label,
        'correlation' as unit
    from pairs
    union all by name
    select
        table_id,
        cast(row_number() over (partition by table_id order by event_sets.row_number) as integer) as row_number,
        event_type || '/' || event_subset as term,
        row_label
    from event_sets

),

final as (

    select
        listed.table_id,
        listed.row_number,
        listed.term,
        coalesce(printed.row_label, listed.row_label) as row_label,
        listed.unit,
        printed.term is not null as is_printed
    from listed
    left join printed on listed.table_id = printed.table_id and listed.term = printed.term

)

select * from final
