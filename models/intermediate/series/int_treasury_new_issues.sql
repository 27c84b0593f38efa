-- New issues of nominal 10-year and 5-year notes as the Treasury's own files tell them; docs/DATA.md has the rules.
with

-- A reopening carries a shorter term, as in 9-Year 11-Month. The flag would also leave out 5-year notes that were
-- issued as further amounts of an old 7-year note: the paper counts them.
fiscal_data as (

    select
        *,
        'fiscal_data' as source_format
    from {{ ref('stg_treasury__fiscal_data_auctions') }}
    where not is_inflation_protected

),

-- No flag of inflation protection here: months and days of maturity tell.
treasurydirect as (

    select
        *,
        'treasurydirect' as source_format
    from {{ ref('stg_treasury__treasurydirect_auctions') }}
    qualify
        case
            when security_term = '10-Year' then month(auction_date) in (2, 5, 8, 11)
            when auction_date < date '2006-02-01'
                then auction_date = min(auction_date) over (partition by cusip)
            else day(maturity_date) <> 15
        end

),

unioned as (

    select * from fiscal_data
    union all by name
    select * from treasurydirect

),

new_issues as (

    select
        auction_date,
        security_term,
        cusip,
        issue_date,
        maturity_date,
        offering_amount_bn,
        source_format,
        file
    from unioned
    where security_type = 'Note' and security_term in ('10-Year', '5-Year') and auction_date is not null
    qualify
        row_number() over (
            partition by cusip order by source_format asc, {{ download_order('file') }} desc, auction_date asc
        ) = 1

),

final as (

    select
        *,
        offering_amount_bn > lag(offering_amount_bn) over (partition by security_term order by auction_date)
            as is_offering_increased
    from new_issues

)

select * from final
