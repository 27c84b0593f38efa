with

slices as (

    select * from {{ ref('int_bar_slices') }}

),

quarantined as (

    select * from {{ ref('int_bars_quarantined') }}

),

files as (

    select
        file,
        sum(n_rows) as n_rows_in_file
    from slices
    group by all

),

reasons as (

    select
        file,
        reason,
        count(*) as n_rows
    from quarantined
    group by all

    union all

    select
        file,
        'unmapped_symbol' as reason,
        sum(n_rows) as n_rows
    from slices
    where contract_id is null
    group by all

    union all

    select
        file,
        'before_calendar' as reason,
        sum(n_rows_before_calendar) as n_rows
    from slices
    where n_rows_before_calendar > 0
    group by all

),

final as (

    select
        reasons.file,
        reasons.reason,
        cast(reasons.n_rows as bigint) as n_rows,
        reasons.n_rows / files.n_rows_in_file as share_of_file
    from reasons
    inner join files using (file)

)

select * from final
