-- What each name of a contract says, whatever its spelling: its root and what follows. Of the ways to cut a name in two
-- the first that makes sense counts: after a root that we know, before a code of month and year, not at all.
with

pieces as (

    select * from {{ ref('int_bar_pieces') }}

),

roots as (

    select * from {{ ref('contract_roots') }}

),

names as (

    select distinct
        symbol,
        contract,
        {{ contract_spelling('contract') }} as spelling,
        -- Nothing of the exchange before the root.
        regexp_replace(
            {{ contract_spelling('contract') }}, '^((CBOT|CME|CBT|ICE|ICEUS)(_MINI)?[:_]|[@/.#$])', ''
        ) as name
    from pieces
    where contract is not null

),

known_roots as (

    select
        names.*,
        roots.spelling as root,
        10 + length(roots.spelling) as preference
    from names
    inner join roots on {{ begins_with('names.name', 'roots.spelling') }}

    union all

    select
        *,
        upper(symbol) as root,
        10 + length(symbol) as preference
    from names
    where {{ begins_with('name', 'upper(symbol)') }}

),

cut as (

    select
        *,
        substr(name, length(root) + 1) as rest
    from known_roots

    union all

    select
        *,
        regexp_extract(name, {{ unknown_root() }}, 1) as root,
        2 as preference,
        substr(name, length(regexp_extract(name, {{ unknown_root() }}, 1)) + 1) as rest
    from names
    where {{ matches('name', unknown_root()) }}

    union all

    select
        *,
        upper(symbol) as root,
        1 as preference,
        name as rest
    from names

),

-- Materialized: each of its columns is asked for several times, and every question would read the name anew.
read_names as {{ materialized() }} (

    select
        *,
        {{ contract_name('rest') }} as said
    from cut

),

final as (

    select
        names.symbol,
        names.contract,
        names.spelling,
        coalesce(roots.root, read_names.root) as root,
        roots.instrument,
        roots.last_trade_months_after,
        case
            when names.name = '' then 'continuous'
            when {{ is_calendar_spread('names.name') }} then 'calendar_spread'
            else {{ field('read_names.said', 'kind') }}
        end as kind,
        {{ field('read_names.said', 'month') }} as said_month,
        {{ field('read_names.said', 'year') }} as said_year,
        {{ field('read_names.said', 'decade') }} as said_decade
    from names
    left join read_names
        on
            names.symbol = read_names.symbol
            and names.contract = read_names.contract
            and read_names.said is not null
            -- Only a root that we know has a continuous series under a bare name or a number.
            and (read_names.preference > 2 or {{ field('read_names.said', 'kind') }} in ('dated', 'last_day'))
    left join roots on read_names.root = roots.spelling
    qualify
        row_number() over (partition by names.symbol, names.contract order by read_names.preference desc nulls last) = 1

)

select * from final
