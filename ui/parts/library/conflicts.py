"""Documents in force that contradict each other, for a curator to settle or dismiss."""

from __future__ import annotations

import streamlit as st

from knowledge.curation.conflicts.conflicts import MOST_PASSAGES, Conflict, Side
from knowledge.errors import BernardError, NotAllowed
from knowledge.library import Library
from ui.identity import scope
from ui.parts.common import trouble
from ui.parts.common.text import count, day, html

#: Rows drawn.
SHOWN = 10


def draw(library: Library) -> None:
    """Draws nothing for a reader who is no curator."""
    try:
        found = library.conflicts.listed(scope())
    except NotAllowed:
        return
    waiting = sum(not one.dismissed_by for one in found)
    st.html(
        '<h2 id="conflicts">Conflicts</h2>'
        f'<p class="overview">{count(waiting, "conflict")} found</p>'
        "<p>Where two documents in force say different things about one matter, answers show both. "
        "Settle it in the documents, or dismiss it here.</p>"
    )
    with st.expander("Show the conflicts", key="conflicts"):
        for one in found[:SHOWN]:
            _row(library, one)
        if len(found) > SHOWN:
            st.html(f"<p>{SHOWN} of {len(found):,} shown.</p>")
        st.html(
            f"<p>Looking compares up to {MOST_PASSAGES:,} passages, newest documents first, "
            "and takes a minute or two in a large library.</p>"
        )
        if st.button("Look for conflicts"):
            _look(library)


def conflict_html(one: Conflict) -> str:
    """Both sides with their dates and owners; the words lead into their documents."""
    state = f" · not a conflict, said {html(one.dismissed_by)}" if one.dismissed_by else ""
    sides = "".join(_side(side) for side in (one.one, one.other))
    return f"<p><strong>{html(one.why)}</strong>{state}</p><ul>{sides}</ul>"


def _side(side: Side) -> str:
    version = side.document.current
    since = day(version.effective_from) if version else ""
    facts = [
        side.document.title,
        f"in force since {since}" if since else "",
        f"owner: {side.document.owner}" if side.document.owner else "",
    ]
    address = f"/document?version={side.version_id}&start={side.start}&end={side.end}#words"
    return (
        f'<li><a href="{html(address)}" target="_self">“{html(side.text)}”</a>'
        f'<br><span class="quiet">{html(" · ".join(fact for fact in facts if fact))}</span></li>'
    )


def _row(library: Library, one: Conflict) -> None:
    said, button = st.columns([4, 1.5], vertical_alignment="center")
    said.html(conflict_html(one))
    try:
        if one.dismissed_by:
            if button.button("A conflict after all", key=f"again-{one.id}", width="stretch"):
                library.conflicts.take_back(scope(), one.id)
                _tell("Listed as a conflict again; answers show both sides.")
        elif button.button("Not a conflict", key=f"dismiss-{one.id}", width="stretch"):
            library.conflicts.dismiss(scope(), one.id)
            _tell("Dismissed: answers no longer show these two as a conflict.")
    except BernardError as error:
        trouble.sentence(error.message)


def _look(library: Library) -> None:
    try:
        with st.spinner("Comparing the documents in force."):
            looked, found = library.conflicts.look(scope())
    except BernardError as error:
        trouble.sentence(error.message)
        return
    _tell(f"{count(looked, 'passage')} looked at, {count(found, 'conflict')} in the list.")


def _tell(sentence: str) -> None:
    st.session_state["done"] = sentence
    st.rerun()
