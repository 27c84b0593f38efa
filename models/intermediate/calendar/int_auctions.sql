-- New issues of 10-year and 5-year notes: the facts, and after their last day the Treasury's own files.
with

facts as (

    select * from {{ ref('treasury_note_auctions') }}

),

new_issues as (

    select * from {{ ref('int_treasury_new_issues') }}

),

final as (

    select
        auction_date,
        security_term,
        is_offering_increased
    from facts
    union all
    select
        auction_date,
        security_term,
        is_offering_increased
    from new_issues
    where auction_date > (select max(facts.auction_date) from facts)

)

select * from final
