"""Words for the states of documents, versions and files on their way in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from knowledge.documents.types import (
    Collection,
    Document,
    Job,
    JobState,
    Standing,
    Version,
    VersionState,
)
from ui.parts.common.text import count, day, html


@dataclass(frozen=True, slots=True)
class Condition:
    """How a document stands: `words` say it, `good` only colours them."""

    words: str
    good: bool
    note: str = ""


def condition(document: Document, today: date | None = None) -> Condition:
    version = document.current
    if version is None:
        return _NOT_IN_FORCE.get(document.standing) or _to_come(document.latest)
    if version.review_by and version.review_by < (today or date.today()):
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


def _to_come(version: Version | None) -> Condition:
    if version is not None and version.effective_from and version.effective_from > date.today():
        since = day(version.effective_from)
        return Condition("Waiting", True, f"It comes into force on {since}.")
    return Condition("Not in force", False, "No version of it is in force.")


def version_words(version: Version) -> str:
    return {
        VersionState.PUBLISHED: "In force",
        VersionState.SUPERSEDED: "Superseded",
        VersionState.WITHDRAWN: "Withdrawn",
        VersionState.STAGED: "Not yet in force",
    }[version.state]


_ON_THE_WAY = {
    JobState.WAITING: "Waiting",
    JobState.READING: "Reading",
    JobState.SPLITTING: "Splitting into passages",
    JobState.STAGING: "Putting in force",
    JobState.READY: "Ready: waits for the others",
}
_ENDS = {
    JobState.LOADED: "In force",
    JobState.UNCHANGED: "Unchanged",
    JobState.DUPLICATE: "Duplicate",
    JobState.REFUSED: "Not loaded",
    JobState.FAILED: "Not loaded",
}


def progress(job: Job) -> str:
    """`Embedding 120 of 400 passages`; for an ended job its end in a word or two."""
    if job.state == JobState.EMBEDDING:
        return f"Embedding {job.done:,} of {count(job.total, 'passage')}"
    return _ENDS.get(job.state) or _ON_THE_WAY[job.state]


def outcome(job: Job) -> str:
    """One sentence for the person who added the file, with what the reader noticed."""
    if not job.state.ended:
        return ""
    sentence = job.reason or (
        f"Loaded: {count(job.passages, 'passage')}." if job.state == JobState.LOADED else ""
    )
    return " ".join([sentence, *job.warnings]).strip()


def overview(documents: list[Document]) -> str:
    """`25 documents in force, 2 need attention`."""
    in_force = sum(document.current is not None for document in documents)
    attention = sum(not condition(document).good for document in documents)
    needs = f"{count(attention, 'needs', 'need')} attention" if attention else "all is well"
    return f"{count(in_force, 'document')} in force, {needs}"


def collections_html(collections: Sequence[Collection]) -> str:
    """A line a collection: how much of it is in force, how new, whose it is."""
    lines = [
        " · ".join(
            fact
            for fact in (
                f"{count(collection.documents, 'document')} in force",
                f"newest of {day(collection.newest)}" if collection.newest else "",
                f"owner: {collection.owner}" if collection.owner else "",
            )
            if fact
        )
        for collection in collections
    ]
    items = "".join(
        f"<li><strong>{html(collection.name)}</strong> · {html(line)}</li>"
        for collection, line in zip(collections, lines, strict=True)
    )
    return f'<ul class="facts">{items}</ul>'
