with

source as (

    select *
    from
        {{ files_or_empty(
            source('canonical', 'bars'),
            'bars/canonical/**/*.parquet',
            {
                'filename': 'varchar', 'instrument': 'varchar', 'contract': 'varchar',
                'bar_start_utc': 'timestamp', 'bar_minutes': 'double', 'open': 'double', 'high': 'double',
                'low': 'double', 'close': 'double', 'volume': 'double',
            }
        ) }}

),

final as (

    select
        {{ path_in_root('filename') }} as file,
        cast(instrument as varchar) as symbol,
        cast(contract as varchar) as contract,
        cast(bar_start_utc as timestamp) as bar_start_at_utc,
        cast(bar_minutes as double) as bar_minutes,
        cast(open as double) as open,
        cast(high as double) as high,
        cast(low as double) as low,
        cast(close as double) as close,
        cast(volume as double) as volume,
        cast(null as varchar) as unreadable
    from source

)

select * from final
