"""The department's acronyms: what documents suggest, for a curator to decide on."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from knowledge.errors import BernardError, NotAllowed
from knowledge.glossary.entries import Entry, EntryState
from knowledge.library import Library
from ui.identity import scope
from ui.parts.common import trouble
from ui.parts.common.text import count, day, html, label

#: Rows drawn; a longer list is narrowed by searching.
SHOWN = 20

_SHOWING: dict[str, EntryState | None] = {
    "All": None,
    "Suggested": EntryState.SUGGESTED,
    "Confirmed": EntryState.CONFIRMED,
    "Refused": EntryState.REFUSED,
}


@st.fragment
def draw(library: Library) -> None:
    """Draws nothing for a reader who is no curator."""
    try:
        entries = library.glossary.entries(scope())
    except NotAllowed:
        return
    st.html(
        f'<h2 id="glossary">Glossary</h2><p class="overview">{html(overview(entries))}</p>'
        "<p>A question about an SRO also searches for Senior Responsible Owner, and the other way "
        "round. Suggestions come from the documents and widen only the searches of people who may "
        "read those documents; what you confirm widens everybody's.</p>"
    )
    with st.expander("Show and change the glossary", key="glossary"):
        left, right = st.columns([3, 1])
        words = left.text_input("Search the glossary")
        state = right.selectbox("Show", list(_SHOWING))
        listed = chosen(entries, words, _SHOWING[state])
        if not listed:
            st.html("<p>Nothing fits.</p>")
        for entry in listed[:SHOWN]:
            _row(library, entry)
        if len(listed) > SHOWN:
            many = count(len(listed), "entry", "entries")
            st.html(f"<p>{SHOWN} of {many} shown. Search to narrow.</p>")
        _add(library)
        _look_again(library)


def overview(entries: Sequence[Entry]) -> str:
    """`12 suggestions to decide on, 3 confirmed`."""
    suggested = sum(one.state is EntryState.SUGGESTED for one in entries)
    confirmed = sum(one.state is EntryState.CONFIRMED for one in entries)
    waiting = count(suggested, "suggestion to decide on", "suggestions to decide on")
    return f"{waiting}, {confirmed:,} confirmed"


def chosen(entries: Sequence[Entry], words: str, state: EntryState | None = None) -> list[Entry]:
    """Those in that state whose short or long form holds every word."""
    wanted = words.casefold().split()
    return [
        one
        for one in entries
        if (state is None or one.state is state)
        and all(word in f"{one.short} {one.long}".casefold() for word in wanted)
    ]


def entry_html(entry: Entry) -> str:
    """Both forms, the state in words, and where documents say it."""
    facts = [_state(entry)]
    if entry.places:
        place = entry.places[0]
        address = f"/document?version={place.version_id}&start={place.start}&end={place.end}"
        link = f'<a href="{html(address)}" target="_self">{html(place.title)}</a>'
        others = len(entry.places) - 1
        also = f" and {count(others, 'other document')}" if others else ""
        facts.append(f"said {count(entry.count, 'time')}, in {link}{also}")
    return (
        f"<p><strong>{html(entry.short)}</strong> · {html(entry.long)}"
        f'<br><span class="quiet">{" · ".join(facts)}</span></p>'
    )


def _state(entry: Entry) -> str:
    if entry.state is EntryState.SUGGESTED:
        return "Suggested"
    words = "Confirmed" if entry.state is EntryState.CONFIRMED else "Refused"
    return html(f"{words} by {entry.changed_by} on {day(entry.changed_at)}")


def _row(library: Library, entry: Entry) -> None:
    key = f"{entry.folded}-{entry.key}"
    said, one, two = st.columns([4, 1.5, 1.5], vertical_alignment="center")
    said.html(entry_html(entry))
    short = label(entry.short)
    if entry.state is not EntryState.SUGGESTED:
        if two.button(f"Remove {short}", key=f"remove-{key}", width="stretch"):
            again = library.glossary.remove(scope(), entry.short, entry.long)
            rest = " Documents say it, so it is a suggestion again." if again else ""
            _tell(f"Removed: {entry.short}.{rest}")
        return
    if one.button(f"Confirm {short}", key=f"confirm-{key}", width="stretch"):
        library.glossary.confirm(scope(), entry.short, entry.long)
        _tell(f"Confirmed: {entry.short} is {entry.long}. Everybody's searches use it now.")
    if two.button(f"Not this: {short}", key=f"refuse-{key}", width="stretch"):
        library.glossary.refuse(scope(), entry.short, entry.long)
        _tell(
            f"Refused: {entry.short} is not {entry.long}. No search uses it, and it is not "
            "suggested again."
        )


def _add(library: Library) -> None:
    st.html("<h3>Add an acronym</h3>")
    turn = st.session_state.setdefault("glossary_turn", 0)  # a new key empties the form
    with st.form(f"glossary-add-{turn}", border=False):
        short = st.text_input("Acronym", placeholder="SRO")
        long = st.text_input("What it stands for", placeholder="Senior Responsible Owner")
        if not st.form_submit_button("Add to the glossary"):
            return
    try:
        entry = library.glossary.add(scope(), short, long)
    except BernardError as error:
        trouble.sentence(error.message)
        return
    st.session_state["glossary_turn"] = turn + 1
    _tell(f"Added: {entry.short} is {entry.long}. Everybody's searches use it now.")


def _look_again(library: Library) -> None:
    st.html(
        "<h3>Look again</h3><p>Every document is looked through when it comes into force. Those "
        "that came before Bernard kept a glossary can be looked through here.</p>"
    )
    if st.button("Look through all documents for acronyms"):
        with st.spinner("Looking through the documents in force."):
            documents = library.glossary.mine(scope())
        _tell(f"{count(documents, 'document')} looked through.")


def _tell(sentence: str) -> None:
    st.session_state["done"] = sentence
    st.rerun()
