"""The Streamlit page, top to bottom. It chooses and shows; what it shows is computed in `view`.

`stockbond explore` runs it. It opens the published file and no other, and holds it for one reading only.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import streamlit as st

from stockbond.errors import StockbondError
from stockbond.explorer import event_section, sections
from stockbond.explorer.controls import choose
from stockbond.explorer.day_section import one_day
from stockbond.explorer.view import (
    Identity,
    ReleaseChangedError,
    read_ahead,
    read_contents,
    read_hours,
    read_view,
)
from stockbond.explorer.words import as_text
from stockbond.paths import Paths, shown
from stockbond.summary import banner

SECONDS_BETWEEN_LOOKS = 3
TITLE = "Stock-bond correlation"
# Drawn here: Streamlit's named icons for the browser's tab come from a server elsewhere.
ICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><path d="M1 12 5 5l4 5 6-8" fill="none"'
    ' stroke="#0072B2" stroke-width="2.5"/></svg>'
)


def main() -> None:
    """The whole page, as Streamlit runs it at each request."""
    st.set_page_config(f"{TITLE} explorer", page_icon=ICON, layout="wide")
    path = Paths.from_environment().published
    identity = Identity.of(path)
    look_for_release(path, identity)
    st.title(TITLE)
    if identity is None:
        st.info(
            f"Nothing is published yet: there is no file {shown(path)}.\n\n"
            "`make demo` simulates a market, builds every table and publishes them; `stockbond build` does it"
            " with your own data. This page shows the release as soon as it is there."
        )
        return
    try:
        show(path, identity)
    except ReleaseChangedError:
        st.rerun()
    except StockbondError as error:
        st.error(as_text(str(error)))


@st.fragment(run_every=SECONDS_BETWEEN_LOOKS)
def look_for_release(path: Path, identity: Identity | None) -> None:
    """Run the page again when another file lies at `path`. One look at the folder, no query."""
    if Identity.of(path) != identity:
        st.rerun()


def show(path: Path, identity: Identity) -> None:
    """The page of one release."""
    contents = read_contents(path, identity)
    simulated_banner(contents.release)
    if contents.catalogue is None:
        st.info(
            "No day of this release has a correlation, so there is nothing to explore. It takes intraday bars"
            " of the S&P 500 and of one more instrument: docs/DATA.md says what to put where."
        )
        return
    catalogue, release = contents.catalogue, contents.release
    choices = choose(catalogue)
    view = read_view(path, identity, choices)
    sections.heading(choices, view, release)
    sections.regimes(choices, view, release)
    one_day(choices, view, release, catalogue, lambda day: read_hours(path, identity, choices.pair, day))
    if beside := choices.beside():
        sections.side_by_side(choices, view, beside, read_view(path, identity, beside), release)
    sections.returns(choices, read_ahead(path, identity, choices), catalogue, release)
    event_section.event_study(choices, view, release)
    event_section.calendar(choices, view, release)
    sections.day_list(choices, view, release)
    sections.about(release)


def simulated_banner(release: dict[str, Any]) -> None:
    """The warning that no simulated figure may go without."""
    for line in banner(release["is_simulated"])[1:2]:
        st.warning(line, icon=":material/science:")


if __name__ == "__main__":
    main()
