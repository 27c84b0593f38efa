{{ config(materialized='view') }}

-- Every bar that arrived, whatever it came from.
with

landed as (

    select * from {{ ref('stg_landing__bars') }}

),

final as (

    select * from landed

)

select * from final
