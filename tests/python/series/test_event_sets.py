"""The user's own events: what a file says, and what is said of one that cannot be read."""

from __future__ import annotations

from preflighter import Preflight

MEETINGS = (
    "announcement_date,announcement_time_et,is_scheduled,has_economic_projections,decision,target_change_bp"
)
GOOD = {
    "events/cpi.csv": "\ufeffevent_date,event_time_et\r\n2024-03-12,08:30\r\n2024-03-16,\r\n2206-04-10,\r\n",
    "events/Speeches.csv": "subset,event_date\nchair,2024-03-12\n,2024-03-13\n",
}
BAD = {
    "events/dates.csv": ("event_date\n12.03.2024\n", "line 2: '12.03.2024' is not a date; expected YYYY"),
    "events/times.csv": ("event_date,event_time_et\n2024-03-12,24:30\n", "line 2: '24:30' is not a time"),
    "events/twice.csv": (
        "event_date\n2024-03-12\n2024-03-13\n2024-03-12\n",
        "line 4: 2024-03-12 stands in line 2 already",
    ),
    "events/header.csv": ("event_date,time\n2024-03-12,08:30\n", 'line 1: expected the header "event_date['),
    "events/fields.csv": ("event_date,subset\n2024-03-12\n", "line 2: found 1 field(s), expected 2"),
    "events/subset.csv": ("event_date,subset\n2024-03-12,all\n", "line 2: 'all' is not a subset's name"),
    "events/quarter_end.csv": ("event_date\n2024-03-28\n", "line 1: the set quarter_end is built in"),
    "events/my events.csv": ("event_date\n2024-03-28\n", "line 1: the file's name names the set"),
    "events/nothing.csv": ("event_date\n", "line 1: no line below the header"),
}  # fmt: skip
BAD_MEETINGS = {
    "28.10.2026,,,,,,": "line 2: '28.10.2026' is not a date",
    "2026-10-28,2pm,,,,,": "line 3: '2pm' is not a time",
    "2026-12-09,,maybe,,,,": "line 4: 'maybe' is neither true nor false",
    "2027-01-27,,,,raise,,": "line 5: 'raise' is no decision; expected hike, unchanged or cut",
    "2027-03-17,,,,cut,-25,2027-03-01": "line 6: the minutes of 2027-03-01 come before their meeting",
    "2027-03-17,,,,,,": "line 7: the meeting of 2027-03-17 stands in line 6 already",
}


def read(preflight: Preflight, *models: str) -> str:
    """Build the readers of events; what stopped dbt and what it said."""
    arguments = ("build", "--select", *models, "--exclude-resource-type", "test", "unit_test")
    return "\n".join([preflight.run(*arguments) or "", *preflight.events])


def test_odd_days_are_said_and_not_lost(preflight: Preflight) -> None:
    for path, content in GOOD.items():
        preflight.write(path, content)
    said = read(preflight, "event_sets", "+int_event_days")
    assert preflight.is_success, said
    assert "events/cpi.csv, line 3: 2024-03-16 is a Saturday: the event counts on the next session" in said
    assert "events/cpi.csv, line 4: 2206-04-10 is after the calendar's last day, 2030-12-31" in said
    assert "Speeches.csv, line" not in said


def test_files_of_events_that_cannot_be_read_stop_the_build_by_line(preflight: Preflight) -> None:
    for path, (content, _) in BAD.items():
        preflight.write(path, content)
    said = read(preflight, "event_sets", "+int_event_days")
    assert not preflight.is_success
    for path, (_, message) in BAD.items():
        lines = [line for line in said.splitlines() if path in line]
        assert any(message in line for line in lines), f"{path}: {lines}\n{said}"
    assert "What to do" in said


def test_meetings_that_cannot_be_read_stop_the_build_by_line(preflight: Preflight) -> None:
    preflight.write("events/fomc.csv", "\n".join([f"{MEETINGS},minutes_release_date", *BAD_MEETINGS]))
    said = read(preflight, "stg_events__fomc_meetings")
    assert not preflight.is_success
    for message in BAD_MEETINGS.values():
        assert f"events/fomc.csv, {message}" in said, said
