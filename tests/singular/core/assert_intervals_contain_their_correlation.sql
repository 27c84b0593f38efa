select
    trade_date,
    pair_id
from {{ ref('fct_realized_correlation_daily') }}
where
    realized_correlation is not null
    and interval_null_reason is null
    and not coalesce(
        correlation_ci_low <= realized_correlation
        and realized_correlation <= correlation_ci_high
        and correlation_ci_low >= -1
        and correlation_ci_high <= 1,
        false
    )
