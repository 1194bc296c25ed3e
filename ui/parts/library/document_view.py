"""One document: its versions, its text, and what a curator may do with it."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from knowledge.curation.correcting import LONGEST_OWNER, Facts
from knowledge.documents.types import Document, Standing, Version, VersionState
from knowledge.library import Details, Library
from ui.identity import scope
from ui.parts.common.messages import problems_said, tell
from ui.parts.common.render import render
from ui.parts.common.text import DATES
from ui.parts.library.states import VERSION_STATES, condition


def draw(library: Library, document: Document) -> None:
    versions = library.versions(scope(), document.id)
    how = condition(document)
    st.html(
        render(
            "library/document", document=document, how=how, versions=versions, states=VERSION_STATES
        )
    )
    if document.current is not None:
        _correct(library, document, document.current)
    _replace(library, document)
    if document.current is not None or document.standing is Standing.LOST:
        _withdraw(library, document)
    _restore(library, document, versions)


def _correct(library: Library, document: Document, current: Version) -> None:
    with (
        st.expander("Correct the owner or the dates", key="correct"),
        st.form(f"facts-{current.id}", border=False),
    ):
        owner = st.text_input("Owner", document.owner, max_chars=LONGEST_OWNER)
        left, right = st.columns(2)
        since = left.date_input("In force since", current.effective_from, **DATES)
        review = right.date_input("To be reviewed by", current.review_by, **DATES)
        if not st.form_submit_button("Save"):
            return
    with problems_said():
        library.suggestions.correct(scope(), document.id, Facts(owner, since, review))
        tell("Saved: answers show the owner and the dates as they are now.")


def _replace(library: Library, document: Document) -> None:
    st.html(
        "<h2>Replace</h2><p>The new file becomes the next version. Answers use the old one until "
        "the new one is ready, then only the new one; the old one is kept.</p>"
    )
    turn = st.session_state.setdefault("replace_turn", 0)
    file = st.file_uploader("New version of this document", key=f"replacement-{turn}")
    left, right = st.columns(2)
    since = left.date_input("In force from", value=None, **DATES)
    review = right.date_input("Review by", value=None, **DATES)
    if file is None or not st.button("Replace this document", type="primary"):
        return
    details = Details(effective_from=since, review_by=review, replaces=document.id)
    data, collection, source = file.getvalue(), document.collection, document.source
    library.add(scope(), data, file.name, collection, details, source=source)
    st.session_state["replace_turn"] = turn + 1
    tell("The new version is safe and being loaded. The old one stays in force until it is ready.")


def _withdraw(library: Library, document: Document) -> None:
    st.html(
        "<h2>Withdraw</h2><p>Withdrawing removes the document from answers at once. "
        "Every version is kept, and you can put one in force again.</p>"
    )
    if st.button("Withdraw this document"):
        library.withdraw(scope(), document.id)
        tell("The document is withdrawn: answers no longer use it.")


def _restore(library: Library, document: Document, versions: Sequence[Version]) -> None:
    ended = (VersionState.WITHDRAWN, VersionState.SUPERSEDED)
    old = [one for one in versions if one.state in ended]
    if not old:
        return
    effect = (
        "It takes the place of the version that is in force now."
        if document.current is not None
        else "Answers use it again at once."
    )
    st.html(f"<h2>Restore</h2><p>Put an earlier version in force again. {effect}</p>")
    for one in old:
        if st.button(f"Put version {one.number} in force again", key=f"restore-{one.id}"):
            with problems_said():
                library.restore(scope(), one.id)
                tell(f"Version {one.number} is in force again.")
