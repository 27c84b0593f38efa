"""The explorer: a page on the published file in which people choose thresholds, events and dates.

`choices` is what may be chosen and how a link says it; `queries` labels days in SQL; `study` is the event
study; `view` reads everything for one set of choices; `charts` draws; `page` is the Streamlit page and the
only module that knows Streamlit; `command` starts it.
"""
