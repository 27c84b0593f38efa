{{ event_table('T8') }}
