"""Errors that a person can mend: the command line prints them in one line, without a traceback."""

from __future__ import annotations


class StockbondError(Exception):
    """Something outside the code is wrong; the message says what, where and what to do."""

    exit_code = 2


class BuildError(StockbondError):
    """dbt did not finish: a model or a test failed."""

    exit_code = 1


class PublishError(StockbondError):
    """The working file was not published; the release that was there stays."""

    exit_code = 1


class HeldError(StockbondError):
    """Another process has a published file open for writing: nobody else can read it until it is closed."""

    exit_code = 1


class BusyError(StockbondError):
    """Another process builds or publishes, and the command was told not to wait."""

    exit_code = 1
