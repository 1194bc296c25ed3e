"""The department's acronyms: what documents suggest, for a curator to decide on."""

from __future__ import annotations

from collections import Counter

import streamlit as st

from knowledge.glossary.entries import Entry, EntryState
from knowledge.language.wording import count
from knowledge.library import Library
from ui.identity import scope
from ui.parts.common.messages import problems_said, tell
from ui.parts.common.render import part
from ui.parts.common.text import holds, label

#: Rows drawn; a longer list is narrowed by searching.
SHOWN = 20

_ALL = "All"


@st.fragment
def draw(library: Library) -> None:
    entries = library.glossary.entries(scope())
    states = Counter(one.state for one in entries)
    suggested, confirmed = states[EntryState.SUGGESTED], states[EntryState.CONFIRMED]
    st.html(part("library/glossary", "overview", suggested=suggested, confirmed=confirmed))
    with st.expander("Show and change the glossary", key="glossary"):
        left, right = st.columns([3, 1])
        words = left.text_input("Search the glossary")
        state = right.selectbox("Show", [_ALL, *(one.capitalize() for one in EntryState)])
        listed = [
            one
            for one in entries
            if state in (_ALL, one.state.capitalize()) and holds(f"{one.short} {one.long}", words)
        ]
        if not listed:
            st.html("<p>Nothing fits.</p>")
        for entry in listed[:SHOWN]:
            _row(library, entry)
        if len(listed) > SHOWN:
            many = count(len(listed), "entry", "entries")
            st.html(f"<p>{SHOWN} of {many} shown. Search to narrow.</p>")
        _add(library)
        st.html(part("library/glossary", "again"))
        if st.button("Look through all documents for acronyms"):
            with st.spinner("Looking through the documents in force."):
                documents = library.glossary.mine(scope())
            tell(f"{count(documents, 'document')} looked through.")


def _row(library: Library, entry: Entry) -> None:
    key = f"{entry.folded}-{entry.key}"
    said, one, two = st.columns([4, 1.5, 1.5], vertical_alignment="center")
    said.html(part("library/glossary", "row", entry=entry))
    short = label(entry.short)
    if entry.state is not EntryState.SUGGESTED:
        if two.button(f"Remove {short}", key=f"remove-{key}", width="stretch"):
            again = library.glossary.remove(scope(), entry.short, entry.long)
            rest = " Documents say it, so it is a suggestion again." if again else ""
            tell(f"Removed: {entry.short}.{rest}")
        return
    if one.button(f"Confirm {short}", key=f"confirm-{key}", width="stretch"):
        library.glossary.confirm(scope(), entry.short, entry.long)
        tell(f"Confirmed: {entry.short} is {entry.long}. Everybody's searches use it now.")
    if two.button(f"Not this: {short}", key=f"refuse-{key}", width="stretch"):
        library.glossary.refuse(scope(), entry.short, entry.long)
        tell(
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
    with problems_said():
        entry = library.glossary.add(scope(), short, long)
        st.session_state["glossary_turn"] = turn + 1
        tell(f"Added: {entry.short} is {entry.long}. Everybody's searches use it now.")
