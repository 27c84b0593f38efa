{{ config(
    materialized='by_day' if target.type == 'spark' else 'table',
    partition_by=['trade_date'] if target.type == 'spark' and given_pairs() else none
) }}

with

measured as (

    select * from {{ days_to_read(ref('int_pair_correlations')) }}

),

given as (

    select * from {{ ref('int_given_correlations') }}
    where correlation is not null and is_superseded is not true and is_in_the_future is not true

),

-- A correlation that the user gives stands where the pair has none of its own. Its error is Fisher's.
chosen as (

    select
        measured.trade_date,
        measured.pair_id,
        measured.null_reason is not null and given.correlation is not null as is_given,
        case when is_given then given.correlation else measured.realized_correlation end as realized_correlation,
        case when is_given then given.n_intervals else measured.n_intervals end as n_intervals,
        case when not is_given then measured.null_reason end as null_reason,
        case
            when not is_given then measured.interval_null_reason
            when given.n_intervals is null then 'intervals_not_told'
            when given.n_intervals <= 3 then 'too_few_intervals'
            when {{ is_perfect('given.correlation') }} then 'perfect_correlation'
        end as interval_null_reason,
        measured.correlation_std_error
    from measured
    left join given on measured.trade_date = given.observation_date and measured.pair_id = given.pair_id

),

with_error as (

    select
        * {{ exclude('correlation_std_error') }},
        case
            when is_given and interval_null_reason is null then 1 / sqrt(n_intervals - 3)
            else correlation_std_error
        end as correlation_std_error
    from chosen

),

final as (

    select
        trade_date,
        pair_id,
        realized_correlation,
        coalesce(n_intervals, 0) as n_intervals,
        correlation_std_error,
        {{ fisher_bound('realized_correlation', 'correlation_std_error', -1) }} as correlation_ci_low,
        {{ fisher_bound('realized_correlation', 'correlation_std_error', 1) }} as correlation_ci_high,
        is_given,
        null_reason,
        interval_null_reason
    from with_error

)

select * from final
