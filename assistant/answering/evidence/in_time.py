"""Currency: the passages of the versions that were in force when the question asks about, and the
sentences that say which versions an answer rests on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from assistant.answering.evidence.quotes import Quoted
from assistant.answering.question.asked_when import NOW, Asked, When
from assistant.answers.citation import Citation
from knowledge.access import Scope
from knowledge.catalogue.history import VersionPeriod
from knowledge.documents.types import Found
from knowledge.library import Library, SearchQuery

#: Documents whose earlier versions are looked into, in the order found.
MOST_DOCUMENTS = 8

_NONE_BEFORE = "The library holds no version of “{}” before this one."

Pairs = Sequence[tuple[int, int]]  # (newer, older) document ids


@dataclass(frozen=True, slots=True)
class InTime:
    """What was found, as of the time asked about."""

    found: tuple[Found, ...]
    when: When = NOW
    histories: Mapping[int, Sequence[VersionPeriod]] = field(default_factory=dict)  # by document
    replacing: Pairs = ()  # a document says that it replaces the other; nobody has confirmed it
    alike: Pairs = ()  # nearly the same text; nobody has said whether one replaces the other


def in_time(
    when: When,
    query: SearchQuery,
    found: Sequence[Found],
    library: Library,
    scope: Scope,
) -> InTime:
    """Passages of versions in force, unless the question asks about another time: then those of
    the versions that were in force then. Raises ModelUnavailable."""
    documents = list(dict.fromkeys(item.passage.document_id for item in found))[:MOST_DOCUMENTS]
    if when.asked is Asked.NOW:
        pairs = library.suggestions.replacing(scope, documents) if len(documents) > 1 else []
        stated = [(one.newer, one.older) for one in pairs if one.stated]
        alike = [(one.newer, one.older) for one in pairs if not one.stated]
        return InTime(_newer_found_first(found, stated), replacing=stated, alike=alike)
    histories = library.earlier.histories(scope, documents)
    if when.asked is Asked.CHANGED:
        return InTime(tuple(found), when, histories)
    then = {one: _held(history, when) for one, history in histories.items()}
    earlier = [held for some in then.values() for held in some if not held.current]
    if not earlier:
        return InTime(tuple(found), when, histories)
    old = library.earlier.search(query, scope, earlier)
    return InTime(_put_back(found, old, then), when, histories)


def _held(history: Sequence[VersionPeriod], when: When) -> list[VersionPeriod]:
    """The versions in force at the time asked about; none where none is known."""
    if when.asked is Asked.BEFORE:
        return [one for one in history if not one.current][-1:]
    return [one for one in history if when.days is not None and one.overlaps(when.days)]


def _put_back(
    found: Sequence[Found], old: Sequence[Found], then: Mapping[int, Sequence[VersionPeriod]]
) -> tuple[Found, ...]:
    """In the places of a document's passages come those of its versions of that time."""
    owner = {held.version_id: document for document, some in then.items() for held in some}
    waiting: dict[int, list[Found]] = {}
    for item in old:
        waiting.setdefault(owner[item.passage.version_id], []).append(item)
    for item in found:
        document = item.passage.document_id
        if document in waiting and any(held.current for held in then[document]):
            waiting[document].append(item)  # the change fell into the time asked about
    placed: list[Found] = []
    for item in found:
        document = item.passage.document_id
        if document not in waiting:
            placed.append(item)
        elif waiting[document]:
            placed.append(waiting[document].pop(0))
    return tuple(placed)


def _newer_found_first(found: Sequence[Found], pairs: Pairs) -> tuple[Found, ...]:
    placed = list(found)
    for newer, older in pairs:
        places = [n for n, item in enumerate(placed) if item.passage.document_id == newer]
        first = next(
            (n for n, item in enumerate(placed) if item.passage.document_id == older), None
        )
        if places and first is not None and first < places[0]:
            placed.insert(first, placed.pop(places[0]))
    return tuple(placed)


def newer_first(quotes: list[Quoted], pairs: Pairs) -> list[Quoted]:
    """The newer document's quotes before those of the one that it says it replaces."""
    older = {old for new, old in pairs if any(_of(quote) == new for quote in quotes)}
    return sorted(quotes, key=lambda quote: _of(quote) in older)


def _of(quote: Quoted) -> int:
    return quote.found.passage.document_id


def versions_used(time: InTime, citations: Sequence[Citation]) -> tuple[str, ...]:
    """What a reader must know of the versions cited: one sentence each, none where all is plain."""
    held = {one.version_id: one for history in time.histories.values() for one in history}
    sentences: list[str] = []
    for citation in citations if time.when.asked is not Asked.NOW else ():
        one = held.get(citation.version_id)
        if one is None:
            continue
        if time.when.asked is Asked.CHANGED:
            if len(time.histories[citation.document_id]) == 1 and not sentences:
                sentences.append(_NONE_BEFORE.format(one.title))
        elif one.current and time.when.days is None:
            sentences.append(_NONE_BEFORE.format(one.title))
        elif one.current and one.since and time.when.days and one.since > time.when.days.last:
            lacking = f"The library holds no version of it from {time.when.words}."
            sentences.append(f"“{one.title}” is {one.period}. {lacking}")
        else:
            sentences.append(f"From version {one.number} of “{one.title}”, {one.period}.")
    cited = {citation.document_id: citation for citation in citations}
    sentences += [
        f"“{cited[newer].title}” says that it replaces “{cited[older].title}”. Nobody has "
        "confirmed this yet, so both are shown, the newer first."
        for newer, older in time.replacing
        if newer in cited and older in cited
    ]
    sentences += [
        f"{_apart(cited[newer], cited[older])} may be the next version of "
        f"{_apart(cited[older], cited[newer])}: their texts are nearly the same. Nobody has said "
        "so yet, and both are in force."
        for newer, older in time.alike
        if newer in cited and older in cited
    ]
    return tuple(dict.fromkeys(sentences))


def _apart(one: Citation, other: Citation) -> str:
    """By its title, and by its file where both have the same."""
    return f"“{one.title}”" + (f" ({one.document})" if one.title == other.title else "")
