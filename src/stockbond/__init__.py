"""stockbond: the warehouse of the high-frequency stock-bond correlation."""

__version__ = "0.1.0"
"""The only place of the version: the distribution, the command, releases and downloads take it from here."""
