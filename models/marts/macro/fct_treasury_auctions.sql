with

new_issues as (

    select * from {{ ref('int_treasury_new_issues') }}

),

facts as (

    select * from {{ ref('treasury_note_auctions') }}

),

-- Where both tell: from the later of the two first days to the earlier of the two last days.
common as (

    select
        count(*) as n_new_issues,
        greatest(min(new_issues.auction_date), (select min(facts.auction_date) from facts)) as first_date,
        least(max(new_issues.auction_date), (select max(facts.auction_date) from facts)) as last_date
    from new_issues

),

compared as (

    select
        *,
        offering_amount_bn > lag(offering_amount_bn) over (partition by security_term order by auction_date)
            as is_offering_increased
    from new_issues

),

final as (

    select
        coalesce(compared.auction_date, facts.auction_date) as auction_date,
        coalesce(compared.security_term, facts.security_term) as security_term,
        coalesce(compared.cusip, facts.cusip) as cusip,
        compared.offering_amount_bn,
        compared.is_offering_increased,
        compared.file,
        facts.offering_amount_bn as fact_offering_amount_bn,
        facts.is_offering_increased as fact_is_offering_increased,
        case
            when
                common.n_new_issues = 0
                or coalesce(compared.auction_date, facts.auction_date)
                not between common.first_date and common.last_date
                then 'not_compared'
            when facts.cusip is null then 'only_in_file'
            when compared.cusip is null then 'only_in_facts'
            when compared.auction_date <> facts.auction_date or compared.security_term <> facts.security_term
                then 'date_or_term_differs'
            when compared.is_offering_increased <> facts.is_offering_increased then 'increase_differs'
            else 'agrees'
        end as comparison
    from compared
    full join facts on compared.cusip = facts.cusip
    cross join common

)

select * from final
