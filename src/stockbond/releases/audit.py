"""The audit of a release before it is put in place: what publish asks of the validation."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from stockbond import logs

if TYPE_CHECKING:
    import duckdb


class Validation(Protocol):
    """The outcome of a validation. `rows` are those of reports.rpt_validation_results, by column name."""

    @property
    def rows(self) -> Sequence[Mapping[str, Any]]: ...

    @property
    def is_refused(self) -> bool: ...

    @property
    def verdict(self) -> str: ...


# Called with a connection that has the working file as `working` and, if the second is true, the release that
# readers have as `previous`.
Audit = Callable[["duckdb.DuckDBPyConnection", bool], Validation]


@dataclass(frozen=True)
class NotValidated:
    """The outcome where nothing was asked: it refuses nothing and says so in the release."""

    rows: Sequence[Mapping[str, Any]] = ()
    is_refused: bool = False
    verdict: str = "not validated"


def validate(connection: duckdb.DuckDBPyConnection, has_previous: bool) -> Validation:
    """Run the suites of gx/; programs that collect logs get each expectation that fails.

    Their library is imported here, for it takes seconds.
    """
    from stockbond.validation.run import validate_attached
    from stockbond.validation.words import failures

    validation = validate_attached(connection, has_previous)
    logs.tell_programs(failures(validation))
    return validation
