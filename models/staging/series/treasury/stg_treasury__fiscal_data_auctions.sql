with

source as (

    select *
    from
        {{ files_or_empty(
            source('treasury', 'fiscal_data_auctions'),
            'series/treasury/auctions_query*.csv',
            {
                'filename': 'varchar', 'cusip': 'varchar', 'security_type': 'varchar', 'security_term': 'varchar',
                'auction_date': 'varchar', 'issue_date': 'varchar', 'maturity_date': 'varchar',
                'offering_amt': 'varchar', 'reopening': 'varchar', 'inflation_index_security': 'varchar'
            }
        ) }}

),

final as (

    select
        {{ path_in_root('filename') }} as file,
        cusip,
        security_type,
        security_term,
        try_cast(auction_date as date) as auction_date,
        try_cast(issue_date as date) as issue_date,
        try_cast(maturity_date as date) as maturity_date,
        lower(reopening) = 'yes' as is_reopening,
        lower(inflation_index_security) = 'yes' as is_inflation_protected,
        -- The file writes the word null for what is missing, and dollars.
        try_cast(offering_amt as double) / 1e9 as offering_amount_bn
    from source

)

select * from final
