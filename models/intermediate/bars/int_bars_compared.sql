{{ config(
    materialized='from_spark' if vectors_from() else 'table',
    pre_hook=read_files_of('int_days_in_pieces', each_of('files'), 'is_read_again'),
    post_hook=["{{ read_all_files() }}", "{{ check_bad_row_share(ref('int_bar_files'), this) }}"]
) }}

-- depends_on: {{ ref('int_bar_files') }}
-- Every sound bar of the days that hold a bar twice or are cut by the as-of moment, read again from their files, and
-- what its copies say of it. Parts of a minute of trades are no copies of each other.
with

days as (

    select * from {{ ref('int_days_in_pieces') }} where is_read_again

),

names as (

    select * from {{ ref('int_contract_names') }} where set_aside is null

),

received as (

    select
        * {{ exclude('n_rows_not_bars') }},
        cast(bar_start_at_utc as date) as bar_date,
        {{ is_in_the_future('bar_start_at_utc', 'bar_minutes') }} as is_in_the_future,
        {{ bar_content() }} as row_content
    from {{ files_to_read(ref('int_bars_received')) }}
    where {{ is_sound_bar() }}

),

bars as (

    select
        received.*,
        days.instrument,
        days.series
    from received
    inner join names
        on
            received.vendor = names.vendor
            and received.symbol = names.symbol
            and received.contract is not distinct from names.contract
            and date_trunc('month', received.bar_start_at_utc) = names.bar_month
    inner join days
        on
            received.vendor = days.vendor
            and names.instrument = days.instrument
            and names.series = days.series
            and received.bar_minutes = days.bar_minutes
            and received.bar_date = days.bar_date

),

compared as (

    select
        *,
        count(*) over one_bar = 1 as is_single,
        min(row_content) over in_one_file <> max(row_content) over in_one_file as is_contradicted,
        row_number() over (
            partition by vendor, instrument, series, bar_minutes, bar_start_at_utc, part, file
            order by row_content, symbol, contract nulls first
        ) as copy_number
    from {{ in_parts('bars', ['vendor', 'instrument', 'series', 'bar_minutes', 'bar_start_at_utc']) }} as bars
    window
        one_bar as (partition by vendor, instrument, series, bar_minutes, bar_start_at_utc, part),
        in_one_file as (partition by vendor, instrument, series, bar_minutes, bar_start_at_utc, part, file)

),

-- Within a file a contradiction discards all; across files the one whose name sorts last wins.
winners as (

    select
        vendor,
        instrument,
        series,
        bar_minutes,
        bar_start_at_utc,
        part,
        max(file) as file,
        max_by(row_content, file) as row_content
    from compared
    where not is_contradicted
    group by vendor, instrument, series, bar_minutes, bar_start_at_utc, part

),

final as (

    select
        compared.*,
        case
            when compared.is_in_the_future then 'in_the_future'
            when compared.is_single then 'single'
            when compared.is_contradicted then 'conflicting_copy'
            when compared.file = winners.file and compared.copy_number = 1 then 'kept'
            when compared.row_content = winners.row_content then 'identical_copy'
            else 'superseded'
        end as verdict
    from compared
    left join winners using (vendor, instrument, series, bar_minutes, bar_start_at_utc, part)

)

select * from final
