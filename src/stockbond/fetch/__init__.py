"""`stockbond fetch`: public series from their publishers into a data root, as their publishers ship them.

    catalogue.toml  every address, with the file it becomes and what that file must look like
    catalogue.py    reads it, and finds the sources that a person names
    transport.py    one request: https, the catalogue's host, sizes, deadlines
    retries.py      its repetitions
    content.py      is what came the file that was asked for?
    manifest.py     what was downloaded when, in the root's manifest.json
    run.py          the sources one after the other; one that fails does not stop the next
    reporting.py    what a person sees
    words.py        pieces of messages
    command.py      the command line
    bars/           `stockbond fetch bars`: bars of vendors, with the user's key

Requests does the transport: it is the best kept HTTP client of Python, and dbt needs it anyway. Its own
repetition ends where the body of an answer begins, and a cut or stalled body is the failure seen most, so
Tenacity repeats the whole attempt. Files are small enough (the largest has 20 MB) to be fetched again whole:
no partial file is ever continued, which would splice two vintages of a series.
"""
