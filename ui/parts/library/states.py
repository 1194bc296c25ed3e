"""Words for the states of documents and versions."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from knowledge.documents.types import Document, Standing, Version, VersionState
from knowledge.language.wording import day


class VersionWords(NamedTuple):
    """How a version stands: in two words, and what it means for answers."""

    short: str
    meaning: str


VERSION_STATES = {
    VersionState.PUBLISHED: VersionWords("In force", "in force"),
    VersionState.SUPERSEDED: VersionWords(
        "Superseded", "no longer in force: a newer version has replaced it"
    ),
    VersionState.WITHDRAWN: VersionWords("Withdrawn", "withdrawn: answers no longer use it"),
    VersionState.STAGED: VersionWords("Not yet in force", "not yet in force"),
}


class Condition(NamedTuple):
    """How a document stands: `words` say it, `good` only colours them."""

    words: str
    good: bool
    note: str = ""


def condition(document: Document) -> Condition:
    version, today = document.current, date.today()
    if version is None:
        return _NOT_IN_FORCE.get(document.standing) or _to_come(document.latest, today)
    if version.review_by and version.review_by < today:
        return Condition("Review", False, f"Review date passed {day(version.review_by)}.")
    if version.warnings:
        return Condition("Check", False, version.warnings[0])
    return Condition("In force", True)


_NOT_IN_FORCE: dict[Standing | None, Condition] = {
    Standing.WITHDRAWN: Condition("Withdrawn", False, "Answers do not use it."),
    Standing.SUPERSEDED: Condition("Superseded", True, "Another document has taken its place."),
    Standing.LOST: Condition(
        "Out of force", False, "Nobody withdrew it. Put a version in force again on its page."
    ),
}


def _to_come(version: Version | None, today: date) -> Condition:
    if version is not None and version.effective_from and version.effective_from > today:
        since = day(version.effective_from)
        return Condition("Waiting", True, f"It comes into force on {since}.")
    return Condition("Not in force", False, "No version of it is in force.")
