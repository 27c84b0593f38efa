with

paper as (

    select * from {{ ref('int_paper_cells') }}

),

ours as (

    select * from {{ ref('rpt_table_cells') }}
    where sample = 'paper'

),

data_root as (

    select * from {{ ref('int_data_root') }}

),

compared as (

    select
        paper.*,
        ours.value as our_value,
        ours.t_stat as our_t_stat,
        ours.std_error as our_std_error,
        ours.stars as our_stars,
        ours.null_reason,
        ours.partial_reason,
        ours.proxy_reason,
        data_root.is_simulated,
        -- What public data are known to give instead explains only that very value.
        case
            when
                round(ours.value, paper.decimals) = paper.public_value
                and round(ours.t_stat, paper.t_stat_decimals) = paper.public_t_stat
                then paper.known_reason
        end as public_reason,
        ours.value - paper.paper_value as difference,
        difference / ours.std_error as distance_in_std_errors,
        coalesce(
            round(abs(distance_in_std_errors), 2) || ' of our standard errors',
            cast(round(abs(difference), paper.decimals) as varchar)
        ) as distance_in_words,
        round(ours.value, paper.decimals) = paper.paper_value
        and coalesce(round(ours.t_stat, paper.t_stat_decimals) = paper.paper_t_stat, paper.paper_t_stat is null)
            as is_equal
    from paper
    cross join data_root
    left join ours using (table_id, panel, specification, term)

),

final as (

    select
        table_id,
        panel,
        row_number,
        row_label,
        column_number,
        column_label,
        specification,
        term,
        unit,
        paper_value,
        paper_t_stat,
        paper_stars,
        our_value,
        our_t_stat,
        our_std_error,
        our_stars,
        difference,
        sign(our_value) = sign(paper_value) as same_sign,
        our_stars = paper_stars as same_stars,
        distance_in_std_errors,
        case
            when is_simulated then 'simulated'
            when our_value is null then 'not_available'
            when partial_reason is not null then 'partial'
            when is_equal and proxy_reason is null then 'matched'
            else 'differs'
        end as status,
        case
            when is_simulated then concat_ws('; ', 'simulated_market', null_reason)
            when our_value is null then coalesce(null_reason, 'not_estimated')
            when partial_reason is not null then partial_reason
            when proxy_reason is not null then proxy_reason
            when not is_equal then coalesce(public_reason, 'Apart by ' || distance_in_words)
        end as status_reason
    from compared

)

select * from final
