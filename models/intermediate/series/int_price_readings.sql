{{ config(post_hook = "{{ stop_on_defects(this) }}") }}

-- Daily closes as read. The cross-section reads them by symbol; some symbols are macro series, too.
with

closes as (

    select * from {{ ref('stg_prices__closes') }}

),

-- Of two files the one with the greater number goes before.
files as (

    select
        file,
        row_number() over (order by {{ download_order('file') }}) as download_number
    from closes
    group by file

),

compared as (

    select
        closes.*,
        files.download_number,
        min(closes.close_price) over same_day as lowest_price,
        max(closes.close_price) over same_day as highest_price
    from closes
    inner join files on closes.file = files.file
    window same_day as (partition by closes.symbol, closes.observation_date)

),

final as (

    select
        file,
        line_number,
        symbol as source_column,
        observation_date,
        close_price as value,
        high_price,
        low_price,
        volume,
        observation_date > {{ last_day_over() }} as is_in_the_future,
        close_price is not null
        and row_number() over (
            partition by symbol, observation_date
            order by close_price is null asc, download_number desc, line_number asc
        ) > 1 as is_superseded,
        {{ series_defect('lowest_price', 'highest_price') }} as defect,
        case when defect is not null then line_text end as line_text
    from compared

)

select * from final
