"""Files as a data root of links, for as long as somebody looks at them: all that reads a data root reads them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb

from stockbond.errors import StockbondError
from stockbond.formats import DECLARATION, Layouts
from stockbond.packed import is_packed
from stockbond.paths import shown
from stockbond.quick.layouts import SAMPLE, Told, candidates, is_simulated, moved, takes
from stockbond.staging import staged_bars

MOST_UNREADABLE = 0.5  # of the first rows; a file with more has another layout


@dataclass
class Laid:
    """A data root of links, and which file each is."""

    root: Path
    folder: Path  # for what is unpacked, and what does not fit into memory
    told: dict[str, Told] = field(default_factory=dict)  # by path below the root
    untold: list[Path] = field(default_factory=list)
    shares: dict[tuple[Any, ...], list[float]] = field(default_factory=dict)  # unreadable, by kind of file

    @property
    def is_simulated(self) -> bool:
        """Is one of the files of a simulated data root?"""
        return any(is_simulated(told.file) for told in self.told.values())

    def lay(self, file: Path) -> None:
        """Link a file to where its layout wants it."""
        told = self.layout_of(file)
        if told is None:
            self.untold.append(file)
            return
        if told.path in self.told:
            told = moved(told, len(self.told))
            if not takes(told.format, told.path) or told.format.problem(told.file, told.path):
                raise StockbondError(
                    f"{shown(told.file)}: two files of this name in one folder of a data root."
                    " What to do: give it another name."
                )
        self.link(told)
        self.told[told.path] = told

    def link(self, told: Told) -> Path:
        """The file at its path below the root, and the declaration of its layout."""
        place = self.root / told.path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.symlink_to(told.file.resolve())
        if told.declaration:
            declaration = self.root / told.format.folder / DECLARATION
            declaration.unlink(missing_ok=True)
            declaration.symlink_to(told.declaration.resolve())
        return place

    def layout_of(self, file: Path) -> Told | None:
        """The layout that its name and header allow and by which its rows make sense; the best of several."""
        found = candidates(file)
        if not found:
            return None
        # The files of one folder are of one kind: the first is read for all.
        kind = (file.parent, *(told.format.format for told in found))
        if kind not in self.shares:
            self.shares[kind] = [self.share_unreadable(told) for told in found]
        share, at = min(zip(self.shares[kind], range(len(found)), strict=True))
        return found[at] if share <= MOST_UNREADABLE else None

    def share_unreadable(self, told: Told) -> float:
        """The share of the first rows that are no bars of this layout."""
        if is_packed(told.path) or told.format.kind == "trades":
            return MOST_UNREADABLE  # not read twice: one that is known to fit is preferred
        trial = Laid(self.root.parent / "trial", self.folder)
        place = trial.link(told)
        query = staged_bars(told.format, [place], trial.root, self.folder)
        try:
            with duckdb.connect() as connection:
                connection.execute("set TimeZone = 'UTC'")
                [share] = connection.execute(
                    "select avg(if(unreadable is null and bar_start_at_utc is not null and close is not null, 0, 1))"
                    f" from (from ({query}) where n_rows_not_bars is null limit {SAMPLE})"
                ).fetchone() or [None]
        except duckdb.Error:
            share = 1.0
        finally:
            place.unlink()
        return 1.0 if share is None else float(share)

    def in_their_words(self, message: str) -> str:
        """A message of the build about this root, with the files' own names."""
        message = message.replace(f"the data root {self.root}", "what was given")
        for path in sorted(self.told, key=len, reverse=True):
            for name in (f"{self.root}/{path}", path):
                message = message.replace(name, shown(self.told[path].file))
        return message


@contextmanager
def laid(files: Iterator[Path] | list[Path]) -> Iterator[Laid]:
    """A data root of links to files, until the block ends."""
    with TemporaryDirectory(prefix="stockbond-") as name:
        folder = Path(name).resolve()
        (folder / "data").mkdir()
        one = Laid(folder / "data", folder)
        for file in files:
            if not file.is_file():
                raise StockbondError(f"{file} is no file. Expected: files of bars, or folders of them.")
            one.lay(file)
        # Together they are told as a build tells them.
        layouts = Layouts(one.root)
        for path, told in one.told.items():
            format_now = layouts.format_of(path)
            if format_now is not None and format_now.format != told.format.format:
                one.told[path] = Told(told.file, format_now, path, told.declaration)
        yield one
