"""The report's figures: which chart of which data, what it shows, how to read it, and files of them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from stockbond.published import returns_measured
from stockbond.report.charts import correlation, episodes, havens, paths, performance, printed, states, today
from stockbond.report.charts.theme import PALETTE, config
from stockbond.report.tables import compared_cells
from stockbond.words import EPISODES, event_name, event_names

if TYPE_CHECKING:
    import pandas as pd

    from stockbond.report.data import ReportData

PNG_SCALE = 3  # pixels per point of a figure file: 2,400 pixels on a line of text
SIMULATED_NOTE = "SIMULATED market with planted effects"


@dataclass(frozen=True)
class Figure:
    """A figure: its chart (None where the data do not give one), its words, and why it is missing."""

    figure_id: str
    number: str
    title: str
    caption: str
    source: str
    chart: Any = None
    missing: str | None = None
    files: tuple[str, ...] = ("CSV", "SVG", "PNG")
    """What a reader may take from the page."""

    @property
    def zooms(self) -> bool:
        """Has it a strip of the whole span, on which a reader chooses what the chart shows?"""
        return any(getattr(panel, "name", None) == "overview" for panel in getattr(self.chart, "vconcat", []))

    def specification(self) -> dict[str, Any]:
        """The chart in Vega-Lite, data inside."""
        import altair as alt

        with alt.data_transformers.enable("default", max_rows=None):
            specification: dict[str, Any] = self.chart.to_dict()
        specification.pop("config", None)
        specification["description"] = f"{self.title}. {self.caption}".strip()
        return specification


def figures(data: ReportData) -> list[Figure]:
    """Every figure of the report in its order; those that the loaded data do not give say why."""
    latest = Figure(
        "latest_in_history", "", "Where the latest day stands",
        "Days by their correlation; the line is the latest day, the shaded span its 95\N{NO-BREAK SPACE}% "
        "interval.",
        "reports.rpt_f1_daily_correlation",
    )  # fmt: skip
    f1 = Figure(
        "f1_daily_correlation", "F1", "High-frequency stock–bond correlation",
        "Each dot is one day’s correlation of stocks and the 10-year note "
        f"({returns_measured(data.first('release') or {})}); "
        "the line is the mean of 20 days, shaded spans are the episodes that the paper names.",
        "reports.rpt_f1_daily_correlation",
    )  # fmt: skip
    f2 = Figure(
        "f2_ust_against_usd", "F2", "Safety of Treasuries against safety of the dollar",
        "Low lines mean that the asset rises when stocks fall; the bars below give the share of days on "
        "which each was among its own safest 20\N{NO-BREAK SPACE}%.",
        "reports.rpt_f2_ust_against_usd_safety", files=("CSV", "CSV by year", "SVG", "PNG"),
    )  # fmt: skip
    f3 = Figure(
        "f3_state_probabilities", "F3", "Probabilities of the three states",
        "The taller a colour, the surer is the model of that state on that day, in hindsight (smoothed): "
        "blue, stocks are the risk and Treasuries the haven; vermilion, Treasuries are the risk.",
        "reports.rpt_f3_state_probabilities",
    )  # fmt: skip
    f5 = Figure(
        "f5_performance_by_day_type", "F5", "What assets earned by kind of day",
        "Mean return of a day in basis points (log returns) with its 95\N{NO-BREAK SPACE}% interval "
        "(Newey–West): dots left of zero lost on such days.",
        "reports.rpt_f5_performance_by_day_type",
    )  # fmt: skip
    days = data["days"]
    correlations = days.dropna(subset=["realized_correlation"])
    return [
        with_chart(latest, data, correlations,
                   lambda: correlation.latest_in_history(correlations, data["latest"]), "F1"),
        today_figure(data),
        with_chart(f1, data, correlations, lambda: correlation.daily_correlation(days)),
        with_chart(f2, data, data["havens"].dropna(subset=["correlation_ust", "correlation_usd"]),
                   lambda: havens.ust_against_usd(data["havens"])),
        with_chart(f3, data, data["states"], lambda: states.state_probabilities(data["states"])),
        *episode_figures(data),
        with_chart(f5, data, data["assets"].dropna(subset=["mean_return_bp"]),
                   lambda: performance.performance_by_day_type(data["assets"])),
        *path_figures(data),
        printed_figure(data),
    ]  # fmt: skip


def printed_figure(data: ReportData) -> Figure:
    """The printed t statistics against ours."""
    cells = compared_cells(data)
    figure = Figure(
        "printed_against_ours", "", "The paper’s t statistics and ours",
        f"Each of the {len(cells):,} points is a printed number with a t statistic: across the paper’s, up ours. "
        "On the dashed line they are equal; differences that are known beforehand are named.",
        "reports.rpt_replication_scorecard",
    )  # fmt: skip
    if cells.empty:
        return replace(figure, caption="", missing="no number of ours has a t statistic beside a printed one")
    return replace(figure, chart=printed.printed_against_ours(cells))


def today_figure(data: ReportData) -> Figure:
    """The latest day through its hours, with the events of the day: the timed ones drawn, all named."""
    import pandas as pd

    times, events = data["today"].copy(), data["today_events"].copy()
    names = [event_name(str(name)) for name in events["event_type"]]
    said = f"Events of the day: {', '.join(names)}." if names else "No event of the calendar fell on it."
    figure = Figure(
        "latest_day", "", "The latest day, hour by hour",
        "Correlation from the open to each moment, and of the last two hours. " + said,
        "marts.fct_intraday_correlation",
    )  # fmt: skip
    if times.empty:
        return replace(figure, missing="no interval of the day has a correlation")
    utc = pd.to_datetime(times["interval_end_at_utc"]).dt.tz_localize("UTC")
    times["new_york_time"] = utc.dt.tz_convert("America/New_York").dt.tz_localize(None)
    events = events.assign(event=names)
    events = events[events["event_time_et"].notna()]
    stamps = events["event_date"].astype(str).str[:10] + " " + events["event_time_et"].astype(str)
    events = events.assign(new_york_time=pd.to_datetime(stamps))
    inside = events["new_york_time"].between(times["new_york_time"].min(), times["new_york_time"].max())
    drawn = ["new_york_time", *today.MEASURES]
    return replace(
        figure, chart=today.latest_day(times[drawn], events.loc[inside, ["new_york_time", "event"]])
    )


def path_figures(data: ReportData) -> Iterator[Figure]:
    """F6: a figure per kind of event, of the correlation, or of the first outcome that is loaded."""
    table, source = data["event_paths"], "reports.rpt_event_paths"
    if table.empty:
        reason = missing_reason(data, "F6")
        yield Figure("f6_event_paths", "F6", "Around events", "", source, missing=reason)
        return
    table = table[table["outcome"] == table["outcome"].iloc[0]]
    domain = (float(table["ci_low"].min()), float(table["ci_high"].max()))
    for event_type, path in table.groupby("event_type", sort=False):
        on_event = path.loc[path["session_offset"] == 0, "n_events"]
        caption = f"{on_event.iloc[0]} events" if len(on_event) else "no event has a value"
        title, chart = event_names(str(event_type)), paths.event_path(path, domain)
        yield Figure(f"f6_{event_type}", "F6", title, caption, source, chart)


def episode_figures(data: ReportData) -> Iterator[Figure]:
    """F4: a figure per episode of which a correlation is loaded, in order of time."""
    table = data["episodes"]
    table = table[table.groupby("episode_id")["realized_correlation"].transform("count") > 0]
    source = "reports.rpt_f4_episodes"
    for episode_id, days in table.groupby("episode_id", sort=False):
        inside = days.loc[days["is_in_episode"], "trade_date"]
        span = f"{inside.min():%-d %b %Y} to {inside.max():%-d %b %Y}"
        chart = episodes.episode(days)
        yield Figure(f"f4_{episode_id}", "F4", days["episode_label"].iloc[0], span, source, chart)
    if table.empty:
        reason = missing_reason(data, "F4")
        yield Figure("f4_episodes", "F4", EPISODES, "", source, missing=reason)


def with_chart(
    figure: Figure, data: ReportData, rows: pd.DataFrame, draw: Callable[[], Any], number: str | None = None
) -> Figure:
    """The figure drawn, or with the reason where there are no `rows` to draw."""
    if rows.empty:
        return replace(figure, missing=missing_reason(data, number or figure.number))
    return replace(figure, chart=draw())


def missing_reason(data: ReportData, number: str) -> str:
    """Why a figure has nothing to show: the first thing that it lacks, else the warehouse's reason."""
    n_days = data["days"]["realized_correlation"].count()
    if n_days == 0:
        return "no day has bars of both the S&P 500 and the 10-year note"
    if number in ("F2", "F5") and data["days"]["regime"].isna().all():
        return f"the kind of day is not told, too few days have a correlation ({n_days})"
    if number == "F3" and data["states"].empty:
        return f"the model of states needs more days with a correlation than {n_days}"
    if number == "F6":
        return "no event has a value on its day and before it"
    if number == "F4":
        return "no day of an episode has a correlation"
    found = data["figure_availability"]
    reasons = found[(found["report_id"] == number) & found["reason"].notna()]["reason"]
    return str(reasons.iloc[0]) if len(reasons) else "no data were loaded"


def write_figures(drawn: list[Figure], folder: Path, is_simulated: bool) -> list[Path]:
    """Write each figure that has a chart as SVG and PNG into `folder`, titled and sized for paper."""
    import vl_convert

    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for figure in drawn:
        if figure.chart is None:
            continue
        specification = json.dumps(on_paper(figure, is_simulated))
        svg, png = folder / f"{figure.figure_id}.svg", folder / f"{figure.figure_id}.png"
        svg.write_text(vl_convert.vegalite_to_svg(specification), encoding="utf-8")
        png.write_bytes(vl_convert.vegalite_to_png(specification, scale=PNG_SCALE))
        written += [svg, png]
    return written


def on_paper(figure: Figure, is_simulated: bool) -> dict[str, Any]:
    """The specification for a file: white, titled, and without what only a pointer can use."""
    specification = figure.specification()
    if "vconcat" in specification:
        panels = [panel for panel in specification["vconcat"] if panel.get("name") != "overview"]
        specification["vconcat"] = panels
        without_brush(specification)
    title = f"{figure.number}  {figure.title}".strip()
    note = SIMULATED_NOTE if is_simulated else figure.source
    specification["title"] = {"text": title, "subtitle": note, "fontSize": 15, "subtitleFontSize": 12}
    if is_simulated:
        specification["title"]["subtitleColor"] = PALETTE["risky"]
    specification["config"] = {**config(), "background": "white", "padding": 14}
    return specification


def without_brush(node: Any) -> None:
    """Drop the zoom: selections, and the scales that follow them."""
    if isinstance(node, dict):
        node.pop("params", None)
        if isinstance(node.get("scale"), dict) and "param" in str(node["scale"].get("domain")):
            node["scale"].pop("domain")
        if isinstance(node.get("layer"), list):
            node["layer"] = [layer for layer in node["layer"] if layer.get("name") != "hover"]
    for child in node.values() if isinstance(node, dict) else node if isinstance(node, list) else []:
        without_brush(child)
