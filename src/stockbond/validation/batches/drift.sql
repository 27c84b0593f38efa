-- One row per daily table that both this release and the one before hold, and of the days' contracts one per instrument
-- and change; both releases of real data, or both simulated.
with kind as (
    select
        (select is_simulated from build.runs order by started_at_utc desc limit 1) = previous.is_simulated as is_same
    from previous.reports.rpt_release as previous
),

earlier as (
    select
        'correlations' as label,
        trade_date,
        pair_id as name,
        realized_correlation as value
    from previous.marts.fct_realized_correlation_daily
    union all
    select
        'series',
        trade_date,
        series_id,
        value
    from previous.marts.fct_macro_daily
),

latest as (
    select
        'correlations' as label,
        trade_date,
        pair_id as name,
        realized_correlation as value
    from marts.fct_realized_correlation_daily
    union all
    select
        'series',
        trade_date,
        series_id,
        value
    from marts.fct_macro_daily
),

compared as (
    select
        earlier.label,
        count(*) as n_days,
        count(latest.trade_date) / count(*) as share_still_there,
        avg(cast(latest.value is distinct from earlier.value as double))
            filter (where latest.trade_date is not null) as share_changed
    from earlier
    semi join kind on kind.is_same
    left join latest using (label, trade_date, name)
    group by earlier.label
),

contract_days as (
    select
        trade_date,
        instrument,
        earlier.contract is distinct from latest.contract as is_changed,
        case
            when earlier.contract is distinct from latest.contract
                then coalesce(earlier.contract, 'continuous') || ', now ' || coalesce(latest.contract, 'continuous')
        end as change
    from previous.marts.fct_contract_days as earlier
    inner join marts.fct_contract_days as latest using (trade_date, instrument)
    semi join kind on kind.is_same
),

contracts as (
    select
        case
            when is_changed
                then concat_ws(
                    ' ', instrument, min(trade_date), 'to ' || nullif(max(trade_date), min(trade_date)), change
                )
            else 'contracts of ' || instrument
        end as label,
        count(*) filter (where is_changed) as n_days_of_another_contract
    from contract_days
    group by instrument, is_changed, change
)

from compared
union all by name
from contracts
order by label
