"""Conflicts: another document in force that lays down something else for what was just quoted."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from assistant.answers import Citation, Comparison, ComparisonKind
from assistant.steps.candidates import Closeness
from assistant.steps.verify import cite
from knowledge.conflicts.conflicts import Conflicts, Sentence, laying_down
from knowledge.conflicts.differing import differ, may_differ, pair_key
from knowledge.library import SearchQuery
from knowledge.types import Found, Passage

#: Passages looked into, and conflicts shown.
PASSAGES_READ, MOST_SHOWN = 8, 2
#: Both sentences must be about what was asked: their cosine to the question, and how much further
#: away than the quoted one the other may be. From the sample library's conflict questions (least
#: .36, widest gap .17) and its other questions, none of which shows a conflict.
ASKED, GAP = 0.3, 0.25


def conflicts(
    query: SearchQuery,
    citations: Sequence[Citation],
    found: Sequence[Found],
    closeness: Closeness,
    kept: Conflicts,
    number: Callable[[int], int],
) -> list[Comparison]:
    """The quoted words with those that contradict them; `number` gives a passage's number in the
    answer by its id. Raises ModelUnavailable."""
    read = [item.passage for item in found[:PASSAGES_READ] if item.passage.until is None]
    quoted = [one for passage in read for one in _quoted(passage, citations)]
    pairs = [
        (one, other)
        for one in quoted
        for passage in read
        if passage.document_id != one.passage.document_id
        for other in laying_down(passage)
        if may_differ(one.text, other.text)
    ]
    if not pairs:
        return []
    dismissed = kept.dismissed(pair_key(one.text, other.text) for one, other in pairs)
    shown: list[Comparison] = []
    seen: set[str] = set()
    for one, other in pairs:
        key = pair_key(one.text, other.text)
        if key in dismissed or key in seen or not _both_asked(query, one, other, closeness):
            continue
        (cosine,) = closeness(SearchQuery(one.text), [other.text])
        what = differ(one.text, other.text, cosine)
        if what is not None:
            seen.add(key)
            here, there = _cite(one, number), _cite(other, number)
            shown.append(Comparison(ComparisonKind.CONFLICT, here, there, what.why))
    return shown[:MOST_SHOWN]


def _quoted(passage: Passage, citations: Sequence[Citation]) -> list[Sentence]:
    """Its sentences that were cited, wholly or in part."""
    spans = [(one.start, one.end) for one in citations if one.passage_id == passage.id]
    return [
        one
        for one in laying_down(passage)
        if any(start < one.end and one.start < end for start, end in spans)
    ]


def _both_asked(query: SearchQuery, one: Sentence, other: Sentence, closeness: Closeness) -> bool:
    ours, theirs = closeness(query, [one.text, other.text])
    return min(ours, theirs) >= ASKED and theirs >= ours - GAP


def _cite(one: Sentence, number: Callable[[int], int]) -> Citation:
    passage = one.passage
    return cite(number(passage.id), passage, (one.start - passage.start, one.end - passage.start))
