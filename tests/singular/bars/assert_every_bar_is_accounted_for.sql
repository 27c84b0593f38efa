-- Every row that arrived is used, or it is counted where it was left, with the reason. Three sums must agree: rows that
-- are no bars with what the summary says of their file; defects with the rows in quarantine, file by file; bars of a
-- session with those of the contract-days, less the copies and the bars in the future that were thrown out, and less
-- the parts of a minute that became one bar. Every day with bars in the session has a contract, or says that none could
-- be used; and no daily row says no_data where bars arrived.
with

no_bars as (

    select
        file,
        sum(n_rows_not_bars) as n_expected
    from {{ ref('int_bar_pieces') }}
    group by file

),

named_no_bars as (

    select
        file,
        n_rows as n_found
    from {{ ref('rpt_quarantine_summary') }}
    where reason = 'not_a_bar'

),

defects as (

    select
        file,
        sum(n_rows - n_sound) as n_expected
    from {{ ref('int_bar_files') }}
    where instrument is not null and set_aside is null
    group by file

),

quarantined as (

    select
        file,
        count(*) as n_found
    from {{ ref('int_bars_quarantined') }}
    where reason not in ('identical_copy', 'conflicting_copy', 'superseded', 'in_the_future')
    group by file

),

left_out as (

    select
        bars.vendor,
        bars.instrument,
        bars.series,
        bars.bar_minutes,
        bars.bar_date,
        count(*)
        - count(distinct case when bars.verdict in ('single', 'kept') then bars.bar_start_at_utc end) as n_left_out
    from {{ ref('int_bars_compared') }} as bars
    inner join {{ ref('int_sessions') }} as sessions on bars.bar_date = sessions.trade_date
    where
        {{ minute_of_day('bars.bar_start_at_utc') }} >= sessions.open_minute_utc
        and {{ minute_of_day('bars.bar_start_at_utc') }} + bars.bar_minutes
        <= sessions.open_minute_utc + sessions.n_minutes
    group by all

),

arrived as (

    select
        vendor,
        instrument,
        series,
        bar_minutes,
        bar_date,
        sum(n_bars) as n_arrived
    from {{ ref('int_contract_pieces') }}
    where n_bars > 0
    group by all

),

days as (

    select
        arrived.*,
        arrived.n_arrived - coalesce(left_out.n_left_out, 0) as n_expected
    from arrived
    left join left_out using (vendor, instrument, series, bar_minutes, bar_date)

),

said_no_data as (

    select
        instrument,
        trade_date
    from {{ ref('fct_realized_volatility_daily') }}
    where null_reason = 'no_data'

),

days_of_instruments as (

    select
        instrument,
        trade_date
    from {{ ref('int_instrument_days') }}
    union all
    select
        instrument,
        trade_date
    from {{ ref('int_days_without_contract') }}

)

select
    'rows that are no bars of ' || no_bars.file as what,
    no_bars.n_expected,
    named_no_bars.n_found
from no_bars
left join named_no_bars using (file)
where no_bars.n_expected <> coalesce(named_no_bars.n_found, 0)

union all

select
    'defects of ' || defects.file as what,
    defects.n_expected,
    quarantined.n_found
from defects
left join quarantined using (file)
where defects.n_expected <> coalesce(quarantined.n_found, 0)

union all

select
    concat_ws(' ', 'bars of', days.vendor, days.series, days.bar_date) as what,
    days.n_expected,
    contract_days.n_bars
from days
left join {{ ref('int_contract_days') }} as contract_days
    on
        days.vendor = contract_days.vendor
        and days.instrument = contract_days.instrument
        and days.series = contract_days.series
        and days.bar_minutes = contract_days.bar_minutes
        and days.bar_date = contract_days.trade_date
where days.n_expected <> coalesce(contract_days.n_bars, 0)

union all

select
    concat_ws(' ', 'contract of', days.instrument, days.bar_date) as what,
    days.n_expected,
    null as n_found
from days
anti join days_of_instruments
    on days.instrument = days_of_instruments.instrument and days.bar_date = days_of_instruments.trade_date
where days.n_expected > 0

union all

select
    concat_ws(' ', 'no_data of', days.instrument, days.bar_date) as what,
    days.n_expected,
    null as n_found
from days
semi join said_no_data
    on days.instrument = said_no_data.instrument and days.bar_date = said_no_data.trade_date
where days.n_expected > 0
