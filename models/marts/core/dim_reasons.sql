with

reasons as (

    select * from {{ ref('reasons') }}

),

final as (

    select
        reason,
        words
    from reasons

)

select * from final
