"""The report: one self-contained page, and its figures as files, from the published file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Written:
    """What a report left: the page, the figures' files, and whether they show a simulated market."""

    page: Path
    figures: list[Path]
    is_simulated: bool


def write_report(published: Path, out: Path, figure_folder: Path | None = None) -> Written:
    """Write the report on the published file `published` to `out`, by one rename.

    With `figure_folder` each figure is written there too, as SVG and PNG. Raises StockbondError if there is
    no published file, or the report cannot be written where it should.
    """
    from stockbond.errors import StockbondError
    from stockbond.report.data import read
    from stockbond.report.figures import figures, write_figures
    from stockbond.report.render import render

    data = read(published)
    drawn = figures(data)
    page = render(data, drawn, published.name)
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        candidate = out.with_name(f".{out.name}.candidate")
        candidate.write_text(page, encoding="utf-8")
        candidate.replace(out)
        files = write_figures(drawn, figure_folder, data.is_simulated) if figure_folder else []
    except OSError as error:
        raise StockbondError(
            f"The report cannot be written: {error}. Name another place with --out."
        ) from error
    return Written(out, files, data.is_simulated)
