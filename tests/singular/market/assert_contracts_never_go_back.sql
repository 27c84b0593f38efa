-- Once an instrument has rolled, no later day of that vendor belongs to an earlier expiry.
select
    instrument_days.instrument_id,
    instrument_days.trade_date,
    contracts.contract
from {{ ref('int_instrument_days') }} as instrument_days
inner join {{ ref('int_contracts') }} as contracts using (contract_id)
qualify
    contracts.expiry_rank < max(contracts.expiry_rank) over (
        partition by contracts.instrument_id, contracts.vendor order by instrument_days.trade_date
    )
