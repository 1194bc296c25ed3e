"""Documents in force that contradict each other, for a curator to settle or dismiss."""

from __future__ import annotations

import streamlit as st

from knowledge.curation.conflicts.conflicts import MOST_PASSAGES, Conflict
from knowledge.language.wording import count
from knowledge.library import Library
from ui.identity import scope
from ui.parts.common.messages import problems_said, tell
from ui.parts.common.render import part

#: Rows drawn.
SHOWN = 10


def draw(library: Library) -> None:
    found = library.conflicts.listed(scope())
    waiting = sum(not one.dismissed_by for one in found)
    st.html(part("library/conflicts", "overview", waiting=waiting))
    with st.expander("Show the conflicts", key="conflicts"):
        for one in found[:SHOWN]:
            _row(library, one)
        st.html(part("library/conflicts", "below", found=found, shown=SHOWN, most=MOST_PASSAGES))
        if st.button("Look for conflicts"):
            with problems_said():
                with st.spinner("Comparing the documents in force."):
                    looked, kept = library.conflicts.look(scope())
                passages, conflicts = count(looked, "passage"), count(kept, "conflict")
                tell(f"{passages} looked at, {conflicts} in the list.")


def _row(library: Library, one: Conflict) -> None:
    said, button = st.columns([4, 1.5], vertical_alignment="center")
    said.html(part("library/conflicts", "row", one=one))
    with problems_said():
        if one.dismissed_by:
            if button.button("A conflict after all", key=f"again-{one.id}", width="stretch"):
                library.conflicts.take_back(scope(), one.id)
                tell("Listed as a conflict again; answers show both sides.")
        elif button.button("Not a conflict", key=f"dismiss-{one.id}", width="stretch"):
            library.conflicts.dismiss(scope(), one.id)
            tell("Dismissed: answers no longer show these two as a conflict.")
