"""A document's owner and dates, put right after it was loaded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import update
from sqlalchemy.orm import Session

from knowledge.access import Scope
from knowledge.catalogue import force
from knowledge.catalogue import statements as kept
from knowledge.catalogue.force import Moved
from knowledge.catalogue.tables import DocumentRow
from knowledge.documents.statements import LONGEST, Field
from knowledge.documents.types import Document
from knowledge.errors import BernardError
from knowledge.language.wording import day

LONGEST_OWNER = LONGEST
_CORRECTED = (Field.OWNER, Field.EFFECTIVE_FROM, Field.REVIEW_BY)


@dataclass(frozen=True, slots=True)
class Facts:
    """What is to be known of the version in force; "" and None: nothing is."""

    owner: str = ""
    effective_from: date | None = None
    review_by: date | None = None


def checked(facts: Facts, today: date) -> Facts:
    """The owner on one line. Raises BernardError where the dates cannot be."""
    owner = " ".join(facts.owner.split())
    if len(owner) > LONGEST_OWNER:
        raise BernardError(f"An owner's name has at most {LONGEST_OWNER} characters. Shorten it.")
    since, review = facts.effective_from, facts.review_by
    if since is not None and since > today:
        raise BernardError(
            f"This version is in force, so it cannot be in force only from {day(since)}. To put a "
            "version off, replace the document and give the new version the later date."
        )
    if since is not None and review is not None and review < since:
        raise BernardError(
            f"The review date {day(review)} lies before {day(since)}, since when the document is "
            "in force. Correct one of the two."
        )
    return Facts(owner, since, review)


def correct(scope: Scope, session: Session, document: Document, facts: Facts, today: date) -> Moved:
    """What the version says of them itself is looked past. Raises BernardError where the document
    is not in force or the facts cannot be."""
    if document.current is None:
        raise BernardError(
            f"“{document.title}” is not in force. Put a version in force again first."
        )
    facts = checked(facts, today)
    session.execute(
        update(DocumentRow).where(DocumentRow.id == document.id).values(owner=facts.owner)
    )
    dates = {Field.EFFECTIVE_FROM: facts.effective_from, Field.REVIEW_BY: facts.review_by}
    kept.decide(scope, session, document.current.id, _CORRECTED, kept.REFUSED)
    return force.set_dates(scope, session, document.current.id, dates, today)
