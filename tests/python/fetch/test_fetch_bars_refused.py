"""`stockbond fetch bars`: the cost and its question, answers that are bad, and the key, which nobody sees."""

from __future__ import annotations

import errno
import io
import json
import logging
import sys
from datetime import date
from typing import Any

import pytest
import requests
import zstandard
from bars_vendor import ADDRESS, BARS, COST, KEY, RANGE, Vendor, dbn, good_bars, refusal, with_bars
from local_publishers import Behaviour, body, cut, silent, stalling, without_length

from stockbond import logs
from stockbond.fetch.manifest import MANIFEST

# ---------------------------------------------------------------- the cost, and the question


@pytest.mark.parametrize(("answer", "n_files"), [("y\n", 2), ("n\n", 0), ("", 0)])
def test_nothing_is_bought_without_a_yes(vendor: Vendor, answer: str, n_files: int) -> None:
    done = vendor(answer=answer)
    assert "Databento estimates 0.41 USD for 41 days" in done.stdout
    assert "Download, at this cost?" in done.stderr
    assert done.exit_code == (0 if n_files else 1)
    assert ("The cost was not accepted, so nothing was downloaded" in done.stderr) == (not n_files)
    assert len(vendor.files()) == len(vendor.asked(BARS)) == n_files


@pytest.mark.parametrize(("limit", "n_files"), [("0.41", 2), ("0.40", 0)])
def test_a_cost_above_the_limit_is_not_accepted(vendor: Vendor, limit: str, n_files: int) -> None:
    done = vendor("ES", "--max-cost", limit)
    assert len(vendor.asked(BARS)) == n_files
    assert ("The estimate of 0.41 USD is above --max-cost 0.4." in done.stderr) == (not n_files)


def test_a_program_is_not_asked(vendor: Vendor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(logs.VARIABLE, "json")
    done = vendor(answer="y\n")
    assert done.exit_code == 1
    assert [json.loads(line)["event"] for line in done.output.splitlines()] == [
        "estimated",
        "missing",
        "failed",
    ]
    assert vendor.asked(BARS) == []


def test_the_limit_is_for_what_is_missing_of_all_futures_together(vendor: Vendor) -> None:
    assert vendor("ES", "ZN", "--max-cost", "0.5").exit_code == 1
    vendor("ES")
    assert vendor("ES", "ZN", "--max-cost", "0.5").exit_code == 0


@pytest.mark.parametrize("question", [RANGE + "GLBX.MDP3", COST])
@pytest.mark.parametrize(
    "bad",
    [
        refusal(401, "auth", "no"),
        body(b"oops", 500),
        body(b"<html>", 200),
        body(b"{}"),
        body(b'{"start": 3}'),
    ],
)
def test_without_an_estimate_nothing_is_bought(vendor: Vendor, question: str, bad: Behaviour) -> None:
    vendor.tell(question, bad)
    done = vendor()
    assert done.exit_code == 1
    assert "No estimate of the cost, so nothing was downloaded" in done.stderr
    assert vendor.asked(BARS) == []


# ---------------------------------------------------------------- failures that pass


@pytest.mark.parametrize(
    ("bad", "why", "waits"),
    [
        (refusal(500, "internal", "oops"), "HTTP status 500: the server failed", [1]),
        (body(b"no json", 503), "HTTP status 503: the server failed", [1]),
        (body(b"", 504), "HTTP status 504: the server did not answer its own gateway in time", [1]),
        (refusal(429, "rate_limited", "slow down", Retry_After="7"), "429: asked too often", [7]),
        (silent(0.6), "hist.databento.com did not answer within 0.3 s", [1]),
        (with_bars(lambda bars: stalling(bars, 0.6)), "what came is cut", [1]),
        (with_bars(cut), "what came is cut", [1]),
        (with_bars(lambda bars: without_length(bars[:-9])), "what came is cut", [1]),
        (body(b""), "what came is cut", [1]),
    ],
    ids=["500", "503", "504", "429", "silent", "stalling", "cut", "cut unseen", "empty"],
)
def test_a_failure_that_passes_is_tried_again(
    vendor: Vendor, bad: Behaviour, why: str, waits: list[int]
) -> None:
    vendor.tell(BARS, bad, good_bars)
    done = vendor()
    assert done.exit_code == 0, done.output
    assert vendor.slept == waits
    assert why in done.stderr
    assert f"again in {waits[0]} s" in done.stderr
    assert len(vendor.files()) == 2
    assert vendor.days_asked()[0] == vendor.days_asked()[1]


def test_a_question_of_the_cost_is_repeated_too(vendor: Vendor) -> None:
    vendor.tell(COST, body(b"", 429, Retry_After="3"), body(b"0.25"))
    assert "0.25 USD" in vendor("ES", "--dry-run").stdout
    assert vendor.slept == [3]


def test_a_wait_too_long_is_for_another_day(vendor: Vendor) -> None:
    vendor.tell(BARS, body(b"", 429, Retry_After="3600"))
    done = vendor()
    assert "asks to wait 3600 s: try again then" in done.stderr
    assert vendor.slept == []


def test_attempts_end(vendor: Vendor) -> None:
    vendor.tell(BARS, body(b"", 502))
    assert "HTTP status 502: the server failed (3 attempts)" in vendor("ES", "--start", "2025-02-01").stderr
    assert vendor.slept == [1, 2]
    assert vendor.files() == []


# ---------------------------------------------------------------- answers that are refused

FEW = date(2025, 1, 1), date(2025, 1, 8)
REFUSED = [
    (refusal(401, "auth", f"{KEY} is unknown"), "does not know the key in DATABENTO_API_KEY"),
    (refusal(402, "account_insufficient_funds", "Pay."), "wants its account to be put in order: payment"),
    (refusal(403, "licence", "no licence"), "the key may not ask for this: the licence does not cover it"),
    (refusal(400, "bad_request", "what?"), "HTTP status 400: the server refuses the request"),
    (refusal(422, "data_start_before_available_start", "too early"), "HTTP status 422"),
    (body(b"<html>moved</html>"), "what came is cut, or no file of Databento's"),
    (body(zstandard.compress(b"no bars at all")), "what came cannot be read as one-minute bars"),
    (body(dbn(*FEW, dataset="XNAS.ITCH")), "asked for GLBX.MDP3 ohlcv-1m, got XNAS.ITCH ohlcv-1m"),
    (body(dbn(*FEW, schema="ohlcv-1h")), "asked for GLBX.MDP3 ohlcv-1m, got GLBX.MDP3 ohlcv-1h"),
    (body(dbn(date(2024, 12, 20), date(2025, 1, 8))), "got bars of 2024-12-20 to 2025-01-07"),
    (body(dbn(*FEW, ids=[1, 9])), "5 of 10 bars do not say of which contract they are"),
]  # fmt: skip


@pytest.mark.parametrize(("bad", "why"), REFUSED, ids=[why[:30] for _, why in REFUSED])
def test_a_bad_answer_leaves_nothing_behind(vendor: Vendor, bad: Behaviour, why: str) -> None:
    vendor.tell(BARS, bad)
    done = vendor("ES", "--end", "2025-01-31")
    assert done.exit_code == 1
    assert why in done.stderr
    assert vendor.files() == []
    assert not (vendor.root / MANIFEST).exists()


def test_a_full_disk_is_not_paid_for_twice(vendor: Vendor, monkeypatch: pytest.MonkeyPatch) -> None:
    class Full(io.BytesIO):
        def write(self, _: Any) -> int:
            raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("databento.common.http.open", lambda *_: Full(), raising=False)
    done = vendor("ES", "--end", "2025-01-31")
    assert "2025-01-31.parquet cannot be written: No space left on device" in done.stderr
    assert len(vendor.asked(BARS)) == 1


def test_what_the_vendor_says_is_passed_on(vendor: Vendor) -> None:
    vendor.tell(BARS, refusal(422, "data_end_after_available_end", "Try an end of\n2025-01-10."))
    assert (
        "422: the server refuses the request: data_end_after_available_end Try an end of 2025-01-10."
        in vendor().stderr
    )


@pytest.mark.parametrize(("status", "n_asked"), [(402, 1), (422, 3)])
def test_who_is_refused_does_not_go_on_asking(vendor: Vendor, status: int, n_asked: int) -> None:
    vendor.available("2024-01-01", "2025-01-01")
    vendor.tell(BARS, refusal(status, "no", "no"))
    done = vendor()
    assert len(vendor.asked(BARS)) == n_asked
    assert done.stderr.count("FAILED, not tried, after the failure before") == 12 - n_asked
    assert "12 of 12 pieces failed" in done.stderr


def test_two_months_that_fail_do_not_end_it(vendor: Vendor) -> None:
    vendor.available("2024-09-01", "2025-01-01")
    no = refusal(422, "no", "no")
    vendor.tell(BARS, no, no, good_bars, no)
    vendor()
    assert len(vendor.files()) == 1
    assert len(vendor.asked(BARS)) == 4


def test_what_the_vendor_warns_of_is_said(vendor: Vendor) -> None:
    warning = json.dumps(["Warning: reduced quality: 2025-01-08 (degraded)"])
    vendor.tell(BARS, with_bars(lambda bars: body(bars, X_Warning=warning)))
    done = vendor("ES", "--end", "2025-01-31")
    assert done.exit_code == 0
    assert "Databento warns: reduced quality: 2025-01-08 (degraded)" in done.stderr


# ---------------------------------------------------------------- the key


@pytest.mark.parametrize("key", [None, "", "  "])
def test_without_a_key_nothing_is_asked(
    vendor: Vendor, monkeypatch: pytest.MonkeyPatch, key: str | None
) -> None:
    monkeypatch.delenv("DATABENTO_API_KEY")
    if key is not None:
        monkeypatch.setenv("DATABENTO_API_KEY", key)
    done = vendor()
    assert done.exit_code == 2
    assert "Put your key of Databento into the environment: DATABENTO_API_KEY" in done.stderr
    assert not vendor.publishers.asked


def test_without_the_extra_it_says_what_to_install(vendor: Vendor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "databento", None)
    done = vendor()
    assert done.exit_code == 2
    assert "pip install 'stockbond[databento]'" in done.stderr


def test_the_key_is_in_no_word_and_in_no_file(vendor: Vendor, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    warning = json.dumps([f"Warning: the key {KEY} ends soon"])
    vendor.tell(
        BARS, with_bars(lambda bars: body(bars, X_Warning=warning)), refusal(422, "no", f"not with {KEY}")
    )
    done = vendor()
    assert "Databento warns: the key *** ends soon" in done.stderr
    assert "not with ***" in done.stderr
    assert KEY not in done.output
    assert KEY not in caplog.text
    assert all(KEY.encode() not in path.read_bytes() for path in vendor.root.rglob("*") if path.is_file())
    assert vendor.publishers.headers[ADDRESS.removeprefix("https://") + BARS]["Authorization"]
    assert all(KEY not in place and KEY not in str(form) for place, form in vendor.publishers.forms)


@pytest.mark.parametrize(
    "error", [requests.exceptions.ConnectionError, requests.exceptions.SSLError, ValueError]
)
def test_no_message_quotes_what_a_library_says(
    vendor: Vendor, monkeypatch: pytest.MonkeyPatch, error: type[Exception]
) -> None:
    def post(*_: Any, **__: Any) -> None:
        raise error(f"https://{KEY}@hist.databento.com")

    monkeypatch.setattr(requests, "post", post)
    done = vendor()
    assert done.exit_code == 1
    assert "hist.databento.com" in done.stderr
    assert KEY not in done.output
