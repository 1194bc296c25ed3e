"""The third step: what the documents have for the question, as of the time it asks about."""

from __future__ import annotations

from assistant.answering.comparing.compare import changed, with_both_sides
from assistant.answering.evidence.find import DESK_LIMIT, SEARCH_LIMIT, find_each
from assistant.answering.evidence.in_time import InTime, in_time
from assistant.answering.evidence.named_document import named_document
from assistant.answering.evidence.named_part import named_part
from assistant.answering.evidence.outline import outline
from assistant.answering.question.by_example import Kind
from assistant.answering.question.follow_up import Topic, read
from assistant.answering.step import Tools
from assistant.answering.values import Evidence, Understood
from assistant.answers.answer import History
from knowledge.access import Scope
from knowledge.documents.types import Found, Passage
from knowledge.errors import NotFound
from knowledge.library import Library


def _given_before(history: History, library: Library, scope: Scope) -> tuple[Found, ...]:
    """What the last answer was made of; () where any of it may not be read any more, and where
    there was no answer but a question back."""
    turn = next((one for one in reversed(history) if one.role == "assistant"), None)
    pointers = turn.sources if turn and not turn.asks else ()
    held: dict[int, Passage] = {}
    try:
        for version_id in {one.version_id for one in pointers}:
            held |= {one.id: one for one in library.passages(scope, version_id)}
    except NotFound:
        return ()
    if any(one.passage_id not in held for one in pointers):
        return ()
    return tuple(one.found(held[one.passage_id]) for one in pointers)


def gathered(understood: Understood, tools: Tools) -> Evidence:
    """Raises IndexUnavailable, ModelUnavailable."""
    library = tools.library
    screened = understood.before
    scope = screened.before.scope
    if understood.intent.kind is Kind.RESHAPE and tools.models is not None:
        before = _given_before(screened.history, library, scope)
        if before:
            return Evidence(understood, before, InTime(before), reshapes=True)
    limit = SEARCH_LIMIT if tools.models is None else DESK_LIMIT
    query, near = read(
        understood.query,
        lambda them: find_each(them, library, scope, tools.sent, limit),
        Topic.of(screened.history),
    )
    understood = understood.searched(query)
    time = in_time(understood.intent.when, query, near, library, scope)
    found = time.found
    comparisons = changed(query, time, library, scope)
    if comparisons and tools.models is not None:
        found = with_both_sides(comparisons, time, library, scope)
    named = None
    if found and not comparisons:
        asked = (query, found, library, scope)
        cover = understood.intent.wants_cover
        named = named_part(*asked)
        if named is None and tools.models is None and understood.intent.kind is Kind.WORK:
            named = outline(*asked)
        named = named or named_document(*asked, for_cover=cover)
    if named is not None:
        found = named.first(found)
    return Evidence(understood, found, time, comparisons, named)
