"""`stockbond fetch`: public series from their publishers into a data root, as their publishers ship them.

    catalogue.toml  every address, with the file it becomes and what that file must look like
    catalogue.py    reads it, and finds the sources that a person names
    transport.py    one request and its repetitions: https, the catalogue's host, sizes, deadlines
    content.py      is what came the file that was asked for?
    manifest.py     what was downloaded when, in the root's manifest.json
    run.py          the sources one after the other; one that fails does not stop the next
    reporting.py    what a person sees
    words.py        pieces of messages
    command.py      the command line

Requests does the transport: it is the best kept HTTP client of Python, and dbt needs it anyway. Its own
repetition ends where the body of an answer begins, and a cut or stalled body is the failure seen most, so
the repetition here is a loop around the whole attempt. Files are small enough (the largest has 20 MB) to be
fetched again whole: no partial file is ever continued, which would splice two vintages of a series.
"""
