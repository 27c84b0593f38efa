-- Every value that was read: when it could be known, and whether another counts for its series and day. The user's own
-- goes before daily prices before the publisher's before FRED's; of FRED's those with vintages go before those without;
-- of several files of one kind the later download. Of vintages all count, each from its day.
with

readings as (

    select
        *,
        case source_format when 'custom' then 1 when 'prices' then 2 when 'fred' then 4 else 3 end as kind
    from {{ ref('int_macro_readings') }}
    where value is not null and defect is null and is_in_the_future is not true

),

series as (

    select * from {{ ref('macro_series') }}

),

ranked as (

    select
        *,
        row_number() over (
            partition by series_id, observation_date, vintage_date
            order by kind asc, {{ download_order('file') }} desc, source_column asc, line_number asc
        ) as precedence,
        first_value(vintage_date is not null) over (
            partition by series_id, observation_date order by kind asc, vintage_date desc nulls last
        ) as counts_by_vintage,
        min(vintage_date) over (partition by series_id) as first_vintage_date
    from readings

),

-- What the first vintage holds was known before it, nobody says since when: since its publisher's usual day, as
-- without vintages.
final as (

    select
        ranked.series_id,
        ranked.observation_date,
        ranked.vintage_date,
        case
            when ranked.vintage_date > ranked.first_vintage_date then ranked.vintage_date
            else least(
                ranked.observation_date + coalesce(series.publication_lag_days, 0), ranked.vintage_date
            )
        end as available_date,
        ranked.value,
        ranked.source_format,
        ranked.file,
        ranked.line_number,
        ranked.precedence > 1 or (ranked.vintage_date is not null) <> ranked.counts_by_vintage as is_superseded
    from ranked
    left join series on ranked.series_id = series.series_id

)

select * from final
