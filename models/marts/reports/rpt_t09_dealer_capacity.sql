{{ event_table('T9') }}
