"""One document: its versions, its text, and what a curator may do with it."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from knowledge.curation.correcting import LONGEST_OWNER, Facts
from knowledge.documents.types import Document, Standing, Version, VersionState
from knowledge.errors import BernardError
from knowledge.library import Details, Library
from ui.identity import scope
from ui.parts.common import trouble
from ui.parts.common.dates import DATES
from ui.parts.common.text import clock, day, html
from ui.parts.library.states import condition, version_words


def draw(library: Library, document: Document) -> None:
    versions = library.versions(scope(), document.id)
    how = condition(document)
    owner = f" · owner: {document.owner}" if document.owner else ""
    st.html(
        '<p><a href="/library" target="_self">Back to the library</a></p>'
        f"<h1>{html(document.title)}</h1>"
        f'<p><span class="state {"good" if how.good else "bad"}">{how.words}.</span> '
        f"{html(how.note)}</p>"
        f'<p class="quiet">{html(document.collection + owner)} · {html(document.source)}</p>'
        f"<h2>Versions</h2>{_versions_html(versions)}"
    )
    if document.current is not None:
        _correct(library, document, document.current)
    _replace(library, document)
    if document.current is not None or document.standing is Standing.LOST:
        _withdraw(library, document)
    _restore(library, document, versions)


def _versions_html(versions: Sequence[Version]) -> str:
    rows = "".join(
        f'<tr><td>Version {one.number}<br><span class="quiet">{html(one.file_name)}</span></td>'
        f'<td><span class="state {"good" if one.state == VersionState.PUBLISHED else ""}">'
        f"{version_words(one)}</span></td>"
        f'<td data-name="In force since">{day(one.effective_from) or "not stated"}</td>'
        f'<td data-name="Review by">{day(one.review_by) or "not stated"}</td>'
        f'<td data-name="Passages">{one.passages:,}</td>'
        f'<td data-name="Loaded">{clock(one.loaded_at)}</td>'
        f'<td><a href="/document?version={one.id}" target="_self">Read the text</a></td></tr>'
        for one in versions
    )
    warnings = "".join(
        f'<p class="late">{html(sentence)}</p>' for one in versions[:1] for sentence in one.warnings
    )
    return (
        '<table class="stack"><thead><tr><th scope="col">Version</th><th scope="col">State</th>'
        '<th scope="col">In force since</th><th scope="col">Review by</th>'
        '<th scope="col">Passages</th><th scope="col">Loaded</th><th scope="col">Text</th></tr>'
        f"</thead><tbody>{rows}</tbody></table>{warnings}"
    )


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
    try:
        library.suggestions.correct(scope(), document.id, Facts(owner, since, review))
    except BernardError as error:
        trouble.sentence(error.message)
        return
    _tell("Saved: answers show the owner and the dates as they are now.")


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
    library.add(
        scope(),
        file.getvalue(),
        file.name,
        document.collection,
        details,
        source=document.source,
    )
    st.session_state["replace_turn"] = turn + 1
    _tell("The new version is safe and being loaded. The old one stays in force until it is ready.")


def _withdraw(library: Library, document: Document) -> None:
    st.html(
        "<h2>Withdraw</h2><p>Withdrawing removes the document from answers at once. "
        "Every version is kept, and you can put one in force again.</p>"
    )
    if st.button("Withdraw this document"):
        library.withdraw(scope(), document.id)
        _tell("The document is withdrawn: answers no longer use it.")


def _restore(library: Library, document: Document, versions: Sequence[Version]) -> None:
    old = [
        one for one in versions if one.state in (VersionState.WITHDRAWN, VersionState.SUPERSEDED)
    ]
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
            try:
                library.restore(scope(), one.id)
            except BernardError as error:
                trouble.sentence(error.message)
                return
            _tell(f"Version {one.number} is in force again.")


def _tell(sentence: str) -> None:
    st.session_state["done"] = sentence
    st.rerun()
