-- New issues of nominal 10-year and 5-year notes as the Treasury's own files tell them; docs/DATA.md has the rules.
with

fiscal_data as (

    select
        *,
        'fiscal_data' as source_format
    from {{ ref('stg_treasury__fiscal_data_auctions') }}
    where not is_reopening and not is_inflation_protected

),

-- No flag of reopenings or inflation protection here: terms, months and days of maturity tell.
treasurydirect as (

    select
        *,
        'treasurydirect' as source_format
    from {{ ref('stg_treasury__treasurydirect_auctions') }}
    qualify
        auction_date = min(auction_date) over (partition by cusip)
        and case
            when security_term = '10-Year' then month(auction_date) in (2, 5, 8, 11)
            when security_term = '5-Year' then auction_date < date '2006-02-01' or day(maturity_date) <> 15
        end

),

unioned as (

    select * from fiscal_data
    union all by name
    select * from treasurydirect

),

final as (

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
    qualify row_number() over (partition by cusip order by source_format asc, auction_date asc) = 1

)

select * from final
