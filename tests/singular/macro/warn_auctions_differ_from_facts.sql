-- The Treasury's files and the facts disagree about a new issue. Events stay on the facts; correct the one that is
-- wrong.
{{ config(severity = 'warn') }}

select
    auction_date,
    security_term,
    cusip,
    comparison
from {{ ref('fct_treasury_auctions') }}
where comparison not in ('agrees', 'not_compared')
