-- depends_on: {{ source('landing', 'bars') }}
{%- if target.type == 'spark' %}
-- depends_on: {{ ref('contract_roots') }}
{%- endif %}
-- Every bar as it arrived: a branch for each layout of seed bar_formats that files of the data root have.
{%- set formats = landed_formats() %}
with
{% for format in formats %}
{{ format.format }} as (

    {{ staged_bars(format, files_of_format(format), data_root(), unpacked_folder()) | indent(4) }}

),
{% endfor %}
final as (
    {% for format in formats %}
    select * from {{ format.format }}
    {{ union_all_by_name() }}
    {% endfor %}
    -- The columns, where there are no files.
    select
        cast(null as string) as vendor,
        cast(null as string) as file,
        cast(null as string) as symbol,
        cast(null as string) as contract,
        cast(null as timestamp) as bar_start_at_utc,
        cast(null as double) as bar_minutes,
        cast(null as double) as open,
        cast(null as double) as high,
        cast(null as double) as low,
        cast(null as double) as close,
        cast(null as double) as volume,
        cast(null as timestamp) as first_trade_at_utc,
        cast(null as timestamp) as last_trade_at_utc,
        cast(null as {{ type_of_ticks() }}) as ticks,
        cast(null as string) as unreadable,
        cast(null as bigint) as n_rows_not_bars
    where false

)

select * from final
