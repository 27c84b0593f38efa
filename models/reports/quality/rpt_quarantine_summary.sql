with

files as (

    select * from {{ ref('int_bar_files') }}

),

series_files as (

    select * from {{ ref('int_series_files') }}

),

quarantined as (

    select * from {{ ref('int_bars_quarantined') }}

),

totals as (

    select
        file,
        sum(n_rows + n_rows_not_bars) as n_rows_in_file
    from files
    group by all
    union all
    select
        file,
        n_rows as n_rows_in_file
    from series_files

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
        'not_a_bar' as reason,
        sum(n_rows_not_bars) as n_rows
    from files
    where n_rows_not_bars > 0
    group by all

    union all

    select
        file,
        'unmapped_symbol' as reason,
        sum(n_rows) as n_rows
    from files
    where instrument is null and n_rows > 0
    group by all

    union all

    select
        file,
        set_aside as reason,
        sum(n_rows) as n_rows
    from files
    where set_aside is not null
    group by all

    union all

    select
        file,
        'before_calendar' as reason,
        sum(n_rows_before_calendar) as n_rows
    from files
    where n_rows_before_calendar > 0
    group by all

    union all

    select
        file,
        'in_the_future' as reason,
        sum(n_rows_in_the_future) as n_rows
    from files
    where n_rows_in_the_future > 0 and set_aside is null and instrument is not null
    group by all

    union all

    select
        file,
        'in_the_future' as reason,
        n_rows_in_the_future as n_rows
    from series_files
    where n_rows_in_the_future > 0

    union all

    select
        file,
        'superseded' as reason,
        n_rows_superseded as n_rows
    from series_files
    where n_rows_superseded > 0

),

final as (

    select
        reasons.file,
        reasons.reason,
        cast(sum(reasons.n_rows) as bigint) as n_rows,
        sum(reasons.n_rows) / totals.n_rows_in_file as share_of_file
    from reasons
    inner join totals using (file)
    group by reasons.file, reasons.reason, totals.n_rows_in_file

)

select * from final
