"""The figures: one module per topic, each figure a function from a table of the published file to a chart.

The functions know nothing of the page or of files: the report embeds their charts, writes them as pictures,
and any other program may do the same.
"""
