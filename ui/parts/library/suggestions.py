"""What documents say of their dates, owner or predecessor, for a curator to confirm."""

from __future__ import annotations

from datetime import date

import streamlit as st

from knowledge.curation.suggestions import Suggestion
from knowledge.documents.statements import Field
from knowledge.errors import BernardError, NotAllowed
from knowledge.library import Library
from ui.identity import scope
from ui.parts.common import trouble
from ui.parts.common.text import clipped, count, day, html

#: Rows drawn; deciding on one makes room for the next.
SHOWN = 10
_CONFIRM = {
    Field.EFFECTIVE_FROM: "Confirm this date",
    Field.REVIEW_BY: "Confirm this review date",
    Field.OWNER: "Confirm this owner",
    Field.REPLACES: "Confirm that it replaces it",
    Field.REPLACED_BY: "Confirm that it is replaced",
}
#: Characters shown of the words that say so.
SAID = 200


def draw(library: Library) -> None:
    """Draws nothing for a reader who is no curator."""
    try:
        found = library.suggestions.listed(scope())
    except NotAllowed:
        return
    waiting = count(len(found), "suggestion to decide on", "suggestions to decide on")
    st.html(
        f'<h2 id="dates-and-owners">Dates and owners</h2><p class="overview">{html(waiting)}</p>'
        "<p>Documents say since when they hold, when they are to be reviewed, whose they are and "
        "what they replace. Nothing changes until you confirm it.</p>"
    )
    with st.expander("Show and decide on the suggestions", key="suggestions"):
        if not found:
            st.html("<p>There is nothing to decide on.</p>")
        for one in found[:SHOWN]:
            _row(library, one)
        if len(found) > SHOWN:
            st.html(f"<p>{SHOWN} of {len(found):,} shown. Decide on these to see more.</p>")
        st.html(
            "<p>Documents are read for this when they are loaded. Those loaded by an earlier "
            "Bernard can be read again here.</p>"
        )
        if st.button("Look through all documents for dates and owners"):
            with st.spinner("Reading the documents in force."):
                looked = library.suggestions.look_again(scope())
            _tell(f"{count(looked, 'document')} looked through.")


def suggestion_html(one: Suggestion) -> str:
    """The document, what it says, what the library says now, and its own words."""
    known = f" The library says: {_value(one, one.known)}." if one.known else ""
    address = f"/document?version={one.version_id}&start={one.start}&end={one.end}#words"
    said = " ".join(one.words.split())
    words = (
        f'<a href="{html(address)}" target="_self">“{html(clipped(said, SAID))}”</a>'
        if said
        else "from the file's properties"
    )
    return (
        f"<p><strong>{html(one.title)}</strong> · {html(one.collection)}"
        f"<br>{html(claim(one))}{html(known)}"
        f'<br><span class="quiet">{words}</span></p>'
    )


def claim(one: Suggestion) -> str:
    """`In force from 1 April 2025.`, with the effect where it is more than a date."""
    value = _value(one, one.value)
    match one.field:
        case Field.EFFECTIVE_FROM:
            later = one.day > date.today()
            wait = " Confirmed, answers do not use this version before." if later else ""
            return f"In force from {value}.{wait}"
        case Field.REVIEW_BY:
            return f"Review by {value}."
        case Field.OWNER:
            return f"Owner: {value}."
        case Field.REPLACES:
            other = one.other.title if one.other else value
            return f"Replaces “{other}”. Confirmed, answers no longer use “{other}”."
        case Field.REPLACED_BY:
            other = one.other.title if one.other else value
            return f"Replaced by “{other}”. Confirmed, answers no longer use “{one.title}”."


def _value(one: Suggestion, value: str) -> str:
    dated = one.field in (Field.EFFECTIVE_FROM, Field.REVIEW_BY)
    return day(date.fromisoformat(value)) if dated else value


def _row(library: Library, one: Suggestion) -> None:
    key = f"{one.version_id}-{one.field.value}"
    said, yes, no = st.columns([4, 1.8, 1], vertical_alignment="center")
    said.html(suggestion_html(one))
    try:
        if yes.button(_CONFIRM[one.field], key=f"confirm-{key}", help=claim(one), width="stretch"):
            _tell(library.suggestions.confirm(scope(), one.version_id, one.field))
        if no.button("Not so", key=f"refuse-{key}", help=claim(one), width="stretch"):
            library.suggestions.refuse(scope(), one.version_id, one.field)
            _tell("Refused: it is not suggested again for this version.")
    except BernardError as error:
        trouble.sentence(error.message)


def _tell(sentence: str) -> None:
    st.session_state["done"] = sentence
    st.rerun()
