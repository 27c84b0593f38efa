"""A release as files for tools without DuckDB: a file a table, a data dictionary, and the release's manifest."""

from stockbond.export.tables import FORMATS, Exported, export_tables

__all__ = ["FORMATS", "Exported", "export_tables"]
