"""The page: template, style, script, fonts and Vega-Lite put into one HTML file that asks no network."""

from __future__ import annotations

import json
from base64 import b64encode
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from stockbond.published import returns_measured
from stockbond.report import wording
from stockbond.report.charts.theme import PALETTE, REGIME_LABELS, config
from stockbond.report.data import records
from stockbond.report.figures import on_paper
from stockbond.report.headline import DAY_TYPES, headline
from stockbond.report.summary import FRESH_DAYS
from stockbond.report.tables import STATUSES, paper_tables, scorecard
from stockbond.words import EPISODES

if TYPE_CHECKING:
    import pandas as pd

    from stockbond.report.data import ReportData
    from stockbond.report.figures import Figure

TOLD_BY = {"same": "Same day", "same_as_known": "Same day, known", "next_as_known": "Next day, known"}
FONTS = {"latin": "inter-latin-wght-normal.woff2", "greek": "inter-greek-wght-normal.woff2"}
MIDNIGHT = "T00:00:00"
FILTERS = ("number", "percent", "day", "cell", "label", "reason", "breakable")


def render(data: ReportData, drawn: list[Figure], file_name: str) -> str:
    """The whole page. `drawn` are its figures, `file_name` the published file's name."""
    import jinja2

    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("stockbond.report", "page"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    environment.filters.update({name: getattr(wording, name) for name in FILTERS})
    datasets: dict[str, Any] = {}
    specifications = {
        figure.figure_id: with_shared_data(figure.specification(), datasets)
        for figure in drawn
        if figure.chart
    }
    files_of_figures = {
        figure.figure_id: with_shared_data(on_paper(figure, data.is_simulated), datasets)
        for figure in drawn
        if figure.chart
    }
    release = data.first("release") or {}
    return environment.get_template("report.html.j2").render(
        release=release,
        returns_measured=returns_measured(release),
        fresh_days=FRESH_DAYS,
        episodes=EPISODES,
        file_name=file_name,
        headline=headline(data),
        figures=drawn,
        tables=paper_tables(data),
        scorecard=scorecard(data),
        statuses=STATUSES,
        told_by=TOLD_BY,
        day_types={kind: REGIME_LABELS[kind] for kind in DAY_TYPES},
        upcoming=as_table(data["upcoming"]),
        has_meeting_ahead=bool((data["upcoming"]["event_type"] == "fomc_announcement").any()),
        own_sets=as_table(data["own_sets"]),
        quarantine=as_table(data["quarantine"]),
        files=as_table(data["files"]),
        validation=as_table(data["validation"]),
        series=as_table(data["series"]),
        instruments=as_table(data["instruments"]),
        rolls=as_table(data["rolls"]),
        stand_ins=as_table(data["stand_ins"]),
        table_availability=as_table(data["table_availability"]),
        figure_availability=as_table(data["figure_availability"]),
        outcome_availability=as_table(data["outcome_availability"]),
        style=Markup(asset("report.css")),
        script=Markup(asset("report.js")),
        fonts={name: b64encode(files(__package__).joinpath("page", "fonts", file).read_bytes()).decode()
               for name, file in FONTS.items()},
        vega=Markup(vega_lite().replace("</script", "<\\/script")),
        content=Markup(in_script({"config": in_css_colors(config("Inter, system-ui, sans-serif")),
                                  "datasets": datasets, "specs": in_css_colors(specifications),
                                  "files": files_of_figures, "release": release["release_id"],
                                  "isSimulated": data.is_simulated})),
    )  # fmt: skip


@cache
def vega_lite() -> str:
    """Vega-Lite with all that it needs, as one script that offers `vegaEmbed`."""
    import vl_convert

    return vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed;")


def asset(name: str) -> str:
    """A text file of the page."""
    return files(__package__).joinpath("page", name).read_text(encoding="utf-8")


def as_table(frame: pd.DataFrame) -> dict[str, Any]:
    """A table to be shown as it is: heads and rows; columns without any value are left out."""
    shown = [name for name in frame.columns if len(frame) == 0 or frame[name].notna().any()]
    numeric = {name for name in shown if frame[name].dtype.kind in "iuf"}
    rows = [[row[name] for name in shown] for row in records(frame)]
    return {"heads": shown, "numeric": [name in numeric for name in shown], "rows": rows}


def with_shared_data(specification: dict[str, Any], datasets: dict[str, Any]) -> dict[str, Any]:
    """Move the data of a chart to `datasets`, by column: equal data of several charts are there once."""
    for name, rows in specification.pop("datasets", {}).items():
        datasets[name] = by_column(rows)
    return specification


def by_column(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Rows as columns. `dates` are columns of days, without their midnights."""
    columns = {name: [row[name] for row in rows] for name in rows[0]} if rows else {}
    dates = [
        name
        for name, values in columns.items()
        if any(values) and all(value is None or str(value).endswith(MIDNIGHT) for value in values)
    ]
    for name in dates:
        columns[name] = [value and value.removesuffix(MIDNIGHT) for value in columns[name]]
    return {"dates": dates, "columns": columns}


def in_css_colors(content: Any) -> Any:
    """The same with the palette's colours as CSS variables of the page, set for light, dark and print."""
    text = json.dumps(content)
    for name, color in PALETTE.items():
        text = text.replace(f'"{color}"', f'"var(--{name})"')
    return json.loads(text)


def in_script(content: Any) -> str:
    """JSON that may stand inside a script element."""
    return json.dumps(content, separators=(",", ":"), allow_nan=False).replace("</", "<\\/")
