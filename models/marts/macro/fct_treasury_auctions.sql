with

new_issues as (

    select * from {{ ref('int_treasury_new_issues') }}

),

facts as (

    select * from {{ ref('treasury_note_auctions') }}

),

-- Where both tell of a term: from the later of the two first days to the earlier of the two last days.
common as (

    select
        security_term,
        greatest(min(new_issues.auction_date), min(facts.auction_date)) as first_date,
        least(max(new_issues.auction_date), max(facts.auction_date)) as last_date
    from new_issues
    inner join facts using (security_term)
    group by security_term

),

final as (

    select
        coalesce(new_issues.auction_date, facts.auction_date) as auction_date,
        coalesce(new_issues.security_term, facts.security_term) as security_term,
        coalesce(new_issues.cusip, facts.cusip) as cusip,
        new_issues.offering_amount_bn,
        new_issues.is_offering_increased,
        new_issues.file,
        facts.offering_amount_bn as fact_offering_amount_bn,
        facts.is_offering_increased as fact_is_offering_increased,
        case
            when
                not coalesce(
                    coalesce(new_issues.auction_date, facts.auction_date)
                    between common.first_date and common.last_date, false
                )
                then 'not_compared'
            when facts.cusip is null then 'only_in_file'
            when new_issues.cusip is null then 'only_in_facts'
            when new_issues.auction_date <> facts.auction_date or new_issues.security_term <> facts.security_term
                then 'date_or_term_differs'
            when new_issues.is_offering_increased <> facts.is_offering_increased then 'increase_differs'
            else 'agrees'
        end as comparison
    from new_issues
    full join facts on new_issues.cusip = facts.cusip
    left join common on coalesce(new_issues.security_term, facts.security_term) = common.security_term

)

select * from final
