-- The sign of the basis: from 2004 to 2007 Treasuries yielded less than their synthetic counterparts (Du, Im and
-- Schreger), so its mean over these years is negative at each tenor.
select
    tenor,
    avg(ust_basis_bp) as mean_basis_bp
from {{ ref('fct_convenience_yields_daily') }}
where trade_date between date '2004-01-01' and date '2007-12-31'
group by tenor
having avg(ust_basis_bp) >= 0
