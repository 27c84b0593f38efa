"""`stockbond watch`: what passes a level, changes or is stale, by exit code, as JSON, and to a webhook."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import duckdb
import pytest
from builds import Build
from click.testing import CliRunner, Result

from stockbond.cli import main
from stockbond.watch.look import Seen, alerts, look_at_bars, look_at_release, remember, remembered

AT = datetime(2009, 3, 31, 20, 0)
SEEN = Seen("release A", False, "ust", AT, -0.15, "other", date(2009, 3, 31))
BEFORE = replace(SEEN, at_utc=AT - timedelta(minutes=5), correlation_2h=-0.25, label_date=date(2009, 3, 30))
SOON = AT.replace(tzinfo=UTC) + timedelta(hours=1)


@pytest.mark.parametrize(
    ("now", "before", "levels", "kinds"),
    [
        (SEEN, BEFORE, (-0.2,), ["level_passed"]),
        (BEFORE, SEEN, (-0.2,), ["level_passed"]),
        (SEEN, BEFORE, (-0.25, -0.15), ["level_passed"]),  # left one, reached the other
        (SEEN, BEFORE, (-0.3, 0.0), []),
        (SEEN, SEEN, (-0.15,), []),
        (SEEN, None, (-0.2,), []),
        (replace(SEEN, correlation_2h=None), BEFORE, (-0.2,), []),
        (replace(SEEN, label="risky"), BEFORE, (), ["label_changed"]),
        (replace(SEEN, label=None), BEFORE, (), []),
    ],
)
def test_what_is_told(now: Seen, before: Seen | None, levels: tuple[float, ...], kinds: list[str]) -> None:
    assert [alert.kind for alert in alerts(now, before, levels, 96, SOON)] == kinds


def test_the_words() -> None:
    [up] = alerts(SEEN, BEFORE, (-0.2,), 96, SOON)
    assert up.message == (
        "Two-hour correlation of ust went above -0.2: -0.150, before -0.250 (2009-03-31 20:00 UTC)"
    )
    [label] = alerts(replace(SEEN, label="risky"), BEFORE, (), 96, SOON)
    assert label.message == "ust: 2009-03-31 is a risky day, the one before was other"
    [old] = alerts(SEEN, SEEN, (), 0.5, SOON)
    assert old.message == "The data of ust end at 2009-03-31 20:00 UTC, 1 hours ago (0.5 allowed)"
    assert alerts(SEEN, SEEN, (), 1.0, SOON) == []


def test_a_look_is_remembered_and_what_cannot_be_read_is_forgotten(tmp_path: Path) -> None:
    state = tmp_path / "watch.json"
    assert remembered(state, SEEN) is None
    remember(state, SEEN)
    assert remembered(state, SEEN) == SEEN
    assert remembered(state, replace(SEEN, pair="usd")) is None
    assert remembered(state, replace(SEEN, is_simulated=True)) is None
    state.write_text("{")
    assert remembered(state, SEEN) is None


def test_a_release_shows_its_last_two_intervals_and_labels(small_published: Path) -> None:
    with duckdb.connect(small_published, read_only=True) as connection:
        [(latest,), (earlier,)] = connection.execute(
            "select rolling_correlation_2h from marts.fct_intraday_correlation where pair_id = 'ust'"
            " and rolling_correlation_2h is not null order by interval_end_at_utc desc limit 2"
        ).fetchall()
    now, before = look_at_release(small_published, "ust")
    assert before is not None
    assert (now.correlation_2h, before.correlation_2h) == (latest, earlier)
    assert now.is_simulated
    assert now.at_utc == datetime(2009, 3, 31, 20, 0)


def test_live_bars_show_the_same_as_the_build(small_build: Build) -> None:
    """Of the two legs' files alone."""
    files = [
        path
        for leg in ("ES", "TY")
        for path in sorted((small_build.data / "bars/canonical" / leg).glob("*2009*"))
    ]
    now, _ = look_at_bars(files, "ust")
    [(value, at)] = small_build.rows(
        "select rolling_correlation_2h, interval_end_at_utc from marts.fct_intraday_correlation"
        " where pair_id = 'ust' order by interval_end_at_utc desc limit 1"
    )
    assert now.correlation_2h == pytest.approx(value, abs=1e-12)
    assert (now.at_utc, now.label) == (at, None)


class Hook(HTTPServer):
    """A user's server: what it was told, and what it answers."""

    told: list[dict[str, Any]]
    status = 200


@pytest.fixture
def hook() -> Iterator[Hook]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            server = self.server
            assert isinstance(server, Hook)
            server.told.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(server.status)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            pass

    server = Hook(("127.0.0.1", 0), Handler)
    server.told = []
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()


def test_the_command_tells_once_by_exit_code_json_and_webhook(
    small_published: Path, tmp_path: Path, hook: Hook
) -> None:
    now, before = look_at_release(small_published, "ust")
    assert before is not None and now.correlation_2h is not None and before.correlation_2h is not None
    level = (now.correlation_2h + before.correlation_2h) / 2
    state = tmp_path / "state.json"

    def watch(*arguments: str) -> Result:
        runner = CliRunner(env={
            "STOCKBOND_LOG": "json",  # in place of the option, which would outlive the test
            "STOCKBOND_PUBLISHED": str(small_published),
            "STOCKBOND_WEBHOOK": f"http://127.0.0.1:{hook.server_port}/s3cr3t",
        })  # fmt: skip
        options = ["--level", str(level), "--stale-hours", "10000000", "--state", str(state)]
        return runner.invoke(main, ["watch", *options, *arguments])

    hook.status = 500  # not taken: told again
    refused = watch()
    assert refused.exit_code == 1
    assert "HTTP status 500" in refused.stderr and "s3cr3t" not in refused.output
    assert not state.exists()
    hook.status = 200
    first = watch()
    assert first.exit_code == 3
    [entry] = [json.loads(line) for line in first.stdout.splitlines()]
    assert (entry["event"], entry["pair"], entry["is_simulated"]) == ("level_passed", "ust", True)
    assert entry["message"].startswith("SIMULATED: Two-hour correlation of ust went ")
    assert [alert["kind"] for told in hook.told for alert in told["alerts"]] == ["level_passed"] * 2
    assert hook.told[1]["text"] in entry["message"]
    again = watch()
    assert (again.exit_code, again.stdout) == (0, "")
    assert len(hook.told) == 2
    stale = watch("--stale-hours", "1")
    assert stale.exit_code == 3
    assert json.loads(stale.stdout)["event"] == "stale"
    hook.server_close()
    unreachable = watch("--stale-hours", "1")
    assert unreachable.exit_code == 1


def test_nothing_to_watch_is_said(small_published: Path, tmp_path: Path) -> None:
    done = CliRunner(env={"STOCKBOND_PUBLISHED": str(small_published)}).invoke(
        main, ["watch", "--pair", "none", "--state", str(tmp_path / "state.json")]
    )
    assert done.exit_code == 2
    assert "no two hours of pair none have a correlation" in done.stderr
