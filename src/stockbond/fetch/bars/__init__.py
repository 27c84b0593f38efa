"""`stockbond fetch bars`: one-minute bars from Databento into bars/databento, with the user's own key.

symbols.py    what can be asked for, and the names people use for it
pieces.py     whole days within a month, and which of them a data root does not have yet
databento.py  the vendor's own client: patient, its errors in plain words, the key in none of them
content.py    is what came what was asked for? From the vendor's binary form to Parquet
run.py        the pieces one after the other, each in its place before the next is asked for
command.py    the command line
"""
