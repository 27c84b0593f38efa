with

source as (

    select *
    from
        {{ files_or_empty(
            source('treasury', 'treasurydirect_auctions'),
            'series/treasury/Securities*.csv',
            {
                'filename': 'varchar', 'cusip': 'varchar', 'security_type': 'varchar', 'security_term': 'varchar',
                'auction_date': 'varchar', 'issue_date': 'varchar', 'maturity_date': 'varchar'
            }
        ) }}

),

final as (

    select
        {{ path_in_root('filename') }} as file,
        cusip,
        security_type,
        security_term,
        {{ date_from_text('auction_date', ['%m/%d/%Y', '%Y-%m-%d']) }} as auction_date,
        {{ date_from_text('issue_date', ['%m/%d/%Y', '%Y-%m-%d']) }} as issue_date,
        {{ date_from_text('maturity_date', ['%m/%d/%Y', '%Y-%m-%d']) }} as maturity_date
    from source

)

select * from final
