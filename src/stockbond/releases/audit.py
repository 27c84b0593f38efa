"""The audit of a release before it is put in place: what publish asks of the validation."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from stockbond import logs


class Validation(Protocol):
    """The outcome of a validation. `rows` are those of reports.rpt_validation_results, by column name."""

    @property
    def rows(self) -> Sequence[Mapping[str, Any]]: ...

    @property
    def is_refused(self) -> bool: ...

    @property
    def verdict(self) -> str: ...


# Called with the working file and the release that readers have (None for the first).
Audit = Callable[[Path, Path | None], Validation]


@dataclass(frozen=True)
class NotValidated:
    """The outcome where nothing was asked: it refuses nothing and says so in the release."""

    rows: Sequence[Mapping[str, Any]] = ()
    is_refused: bool = False
    verdict: str = "not validated"


def validate(warehouse: Path, previous: Path | None) -> Validation:
    """Run the suites of gx/; programs that collect logs get each expectation that fails.

    Their library is imported here, for it takes seconds.
    """
    from stockbond.validation import validate as run_suites
    from stockbond.validation.words import failures

    validation = run_suites(warehouse, previous)
    logs.tell_programs(failures(validation))
    return validation
