with

source as (

    select *
    from
        {{ files_or_empty(
            source('oanda', 'bars'),
            'bars/oanda/*/*/*.csv',
            {
                'filename': 'varchar', 'time': 'varchar', 'open': 'varchar', 'high': 'varchar', 'low': 'varchar',
                'close': 'varchar', 'volume': 'varchar',
            }
        ) }}

),

final as (

    select
        {{ path_in_root('filename') }} as file,
        -- The folder names the symbol: bars/oanda/<INSTR>/<YYYY>/<file>.
        split_part({{ path_in_root('filename') }}, '/', 3) as symbol,
        cast(null as varchar) as contract,
        try_cast(time as timestamp) as bar_start_at_utc,
        cast(1 as double) as bar_minutes,
        try_cast(open as double) as open,
        try_cast(high as double) as high,
        try_cast(low as double) as low,
        try_cast(close as double) as close,
        try_cast(volume as double) as volume,
        case
            when
                (time is not null and try_cast(time as timestamp) is null)
                or (open is not null and try_cast(open as double) is null)
                or (high is not null and try_cast(high as double) is null)
                or (low is not null and try_cast(low as double) is null)
                or (close is not null and try_cast(close as double) is null)
                or (volume is not null and try_cast(volume as double) is null)
                then
                    concat_ws(
                        ', ', 'time ' || time, 'open ' || open, 'high ' || high, 'low ' || low, 'close ' || close,
                        'volume ' || volume
                    )
        end as unreadable
    from source

)

select * from final
