"""What documents say of their dates, owner or predecessor, for a curator to confirm."""

from __future__ import annotations

from datetime import date

import streamlit as st
from markupsafe import Markup

from knowledge.curation.suggestions import Suggestion
from knowledge.documents.statements import Field
from knowledge.language.wording import count, day
from knowledge.library import Library
from ui.identity import scope
from ui.parts.common.messages import problems_said, tell
from ui.parts.common.render import part

#: Rows drawn; deciding on one makes room for the next.
SHOWN = 10
_CONFIRM = {
    Field.EFFECTIVE_FROM: "Confirm this date",
    Field.REVIEW_BY: "Confirm this review date",
    Field.OWNER: "Confirm this owner",
    Field.REPLACES: "Confirm that it replaces it",
    Field.REPLACED_BY: "Confirm that it is replaced",
}


def draw(library: Library) -> None:
    found = library.suggestions.listed(scope())
    st.html(part("library/suggestions", "overview", found=found))
    with st.expander("Show and decide on the suggestions", key="suggestions"):
        if not found:
            st.html("<p>There is nothing to decide on.</p>")
        for one in found[:SHOWN]:
            _row(library, one)
        st.html(part("library/suggestions", "below", found=found, shown=SHOWN))
        if st.button("Look through all documents for dates and owners"):
            with st.spinner("Reading the documents in force."):
                looked = library.suggestions.look_again(scope())
            tell(f"{count(looked, 'document')} looked through.")


def suggestion_html(one: Suggestion) -> Markup:
    """The document, what it says, what the library says now, and its own words."""
    known = _value(one, one.known) if one.known else ""
    return part("library/suggestions", "row", one=one, claim=claim(one), known=known)


def claim(one: Suggestion) -> str:
    """`In force from 1 April 2025.`, with the effect where it is more than a date."""
    value = _value(one, one.value)
    other = one.other.title if one.other else value
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
            return f"Replaces “{other}”. Confirmed, answers no longer use “{other}”."
        case Field.REPLACED_BY:
            return f"Replaced by “{other}”. Confirmed, answers no longer use “{one.title}”."


def _value(one: Suggestion, value: str) -> str:
    dated = one.field in (Field.EFFECTIVE_FROM, Field.REVIEW_BY)
    return day(date.fromisoformat(value)) if dated else value


def _row(library: Library, one: Suggestion) -> None:
    key = f"{one.version_id}-{one.field.value}"
    said, yes, no = st.columns([4, 1.8, 1], vertical_alignment="center")
    said.html(suggestion_html(one))
    with problems_said():
        if yes.button(_CONFIRM[one.field], key=f"confirm-{key}", help=claim(one), width="stretch"):
            tell(library.suggestions.confirm(scope(), one.version_id, one.field))
        if no.button("Not so", key=f"refuse-{key}", help=claim(one), width="stretch"):
            library.suggestions.refuse(scope(), one.version_id, one.field)
            tell("Refused: it is not suggested again for this version.")
