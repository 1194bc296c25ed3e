"""Compare: what is shown side by side, changes between versions or words that contradict."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.answering.comparing.changes import changes, compared
from assistant.answering.comparing.conflicts import conflicts
from assistant.answering.evidence.in_time import InTime
from assistant.answering.evidence.quotes import Quoted
from assistant.answering.question.asked_when import Asked
from assistant.answers.citation import Citation, Comparison
from knowledge.access import Scope
from knowledge.documents.types import Found, Passage
from knowledge.language.words import Span
from knowledge.library import Library, SearchQuery

#: Of the passages found, those looked into for what contradicts the answer.
PASSAGES_READ = 8
#: Of the sources of a model, those of which something is likely said.
SOURCES_SAID = 3
#: Of the documents found, those looked at for an earlier version.
DOCUMENTS_TRIED = 3


def changed(
    query: SearchQuery, time: InTime, library: Library, scope: Scope
) -> tuple[Comparison, ...]:
    """What differs, on what was asked, between the version in force and the one before it: of the
    first document found that has one. Raises ModelUnavailable."""
    if time.when.asked is not Asked.CHANGED:
        return ()
    near = list(dict.fromkeys(item.passage.document_id for item in time.found))[:DOCUMENTS_TRIED]
    for history in (time.histories[one] for one in near if one in time.histories):
        if len(history) < 2 or not history[-1].current:
            continue
        old, new = history[-2:]
        before = library.earlier.search(query, scope, [old])
        before.sort(key=lambda item: item.passage.start)
        found = changes(
            query,
            library.passages(scope, new.version_id),
            [item.passage for item in before],
            library.closeness,
        )
        if found:
            return compared(found)
    return ()


def quoted(
    comparisons: Sequence[Comparison], time: InTime, library: Library, scope: Scope
) -> list[Quoted]:
    """The words in force of what changed, as an answer's quotes."""
    sides = [one.one for one in comparisons if one.one is not None]
    if not sides:
        return []
    passages = {one.id: one for one in library.passages(scope, sides[0].version_id)}
    return [Quoted(_found(passages[side.passage_id], time), side.start, side.end) for side in sides]


def with_both_sides(
    comparisons: Sequence[Comparison], time: InTime, library: Library, scope: Scope
) -> tuple[Found, ...]:
    """What a language model is given to say what changed: the passages on both sides, each with
    its time in force, before what was found."""
    versions = {side.version_id for one in comparisons for side in one.sides}
    histories = [held for history in time.histories.values() for held in history]
    earlier = [one for one in histories if one.version_id in versions and not one.current]
    passages = (
        {
            item.passage.id: item.passage
            for item in library.earlier.search(SearchQuery(""), scope, earlier)
        }
        if earlier
        else {}
    )
    for one in histories:
        if one.version_id in versions and one.current:
            passages |= {each.id: each for each in library.passages(scope, one.version_id)}
    ids = dict.fromkeys(side.passage_id for one in comparisons for side in one.sides)
    first = [_found(passages[one], time) for one in ids]
    return (*first, *(item for item in time.found if item.passage.id not in ids))


def renumbered(
    comparisons: Sequence[Comparison], citations: Sequence[Citation], sources: Sequence[Found]
) -> tuple[Comparison, ...]:
    """With the numbers that the passages have in the answer."""
    number = _Numbers(citations, sources)

    def again(side: Citation | None) -> Citation | None:
        return replace(side, n=number(side.passage_id)) if side else None

    return tuple(replace(one, one=again(one.one), other=again(one.other)) for one in comparisons)


def conflicting(
    query: SearchQuery,
    time: InTime,
    citations: Sequence[Citation],
    sources: Sequence[Found],
    library: Library,
    scope: Scope,
) -> tuple[Comparison, ...]:
    """What of it another document in force contradicts. Raises ModelUnavailable."""
    if time.when.asked is not Asked.NOW:
        return ()
    replaced = {frozenset(pair) for pair in time.replacing}
    numbers = _Numbers(citations, sources)
    read = _read(citations, (*time.found, *sources), library, scope)
    kept = library.conflicts
    said: dict[int, list[Span]] = {}
    for one in citations:
        said.setdefault(one.passage_id, []).append((one.start, one.end))
    found = conflicts(query, said, read, library.closeness, scope, kept, numbers)
    return tuple(
        one
        for one in found
        if frozenset((_document(one.one), _document(one.other))) not in replaced
    )


def differing(
    query: SearchQuery, time: InTime, sources: Sequence[Found], library: Library, scope: Scope
) -> list[str]:
    """Which of the sources that a model is given differ on what is asked, a line each. Raises
    ModelUnavailable."""
    if time.when.asked is not Asked.NOW:
        return []
    first = [item.passage for item in sorted(sources, key=lambda it: -it.score)[:PASSAGES_READ]]
    said = {one.id: [(one.start, one.end)] for one in first[:SOURCES_SAID]}
    asked = (library.closeness, scope, library.conflicts, _Numbers((), sources))
    pairs = conflicts(query, said, first, *asked)
    of = [(*sorted(side.n for side in one.sides), one.why) for one in pairs]
    return [f"Sources {one} and {other} differ: {why}." for one, other, why in of]


def _read(
    citations: Sequence[Citation], found: Sequence[Found], library: Library, scope: Scope
) -> list[Passage]:
    """The best found, what is cited, and what is known to contradict that."""
    passages = {item.passage.id: item.passage for item in found}
    cited = [passages[one.passage_id] for one in citations if one.passage_id in passages]
    beside = library.conflicts.against(scope, cited) if cited else []
    first = [item.passage for item in found[:PASSAGES_READ]]
    return list({one.id: one for one in (*first, *cited, *beside)}.values())


class _Numbers:
    """A passage's number in the answer; what it does not cite is numbered on from there."""

    def __init__(self, citations: Sequence[Citation], sources: Sequence[Found]) -> None:
        self._known = {item.passage.id: n for n, item in enumerate(sources, start=1)}
        self._known |= {one.passage_id: one.n for one in citations}

    def __call__(self, passage_id: int) -> int:
        most = max(self._known.values(), default=0)
        return self._known.setdefault(passage_id, most + 1)


def _found(passage: Passage, time: InTime) -> Found:
    """As it was found, or as a passage that was not."""
    known = next((item for item in time.found if item.passage.id == passage.id), None)
    return known or Found(passage, 0.0, ())


def _document(citation: Citation | None) -> int:
    return citation.document_id if citation else 0
