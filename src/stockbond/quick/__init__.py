"""The quick ways: what a person does with a file before there is a data root, and without a warehouse.

layouts.py    whose layout a file has, wherever it lies
laid.py       files as a data root of links, for as long as somebody looks at them
correlate.py  from files to daily correlations, by the models of the build
inspection.py what files are and hold, and what looks wrong
look.py       the one pass over their bars, which doctor shares
clock.py      what the minutes of the day say of the clock that stamped them
pieces.py     of a large file only pieces
proposal.py   a format.yml for a file of no layout that we know
words.py      what was seen, for people and for programs
command.py    the commands
"""
