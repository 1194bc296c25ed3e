"""Conflicts: another document in force that lays down something else for what was just quoted."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from assistant.answering.checking.verify import cite
from assistant.answering.comparing.answered import answered_apart
from assistant.answering.evidence.candidates import Closeness
from assistant.answering.question.echo import Echo
from assistant.answers.citation import Citation, Comparison, ComparisonKind
from knowledge.access import Scope
from knowledge.curation.conflicts.conflicts import Conflicts
from knowledge.curation.conflicts.differing import pair_key
from knowledge.curation.conflicts.pairs import ClaimPair, Sentence, pairs
from knowledge.documents.types import Passage
from knowledge.language.words import Span, stems
from knowledge.library import SearchQuery

MOST_SHOWN = 2
#: Both sentences must be about what was asked, of a conflict in the curators' list the quoted one:
#: their cosine to the question, and how much further away than the quoted one the other may be.
#: From the sample library's conflict questions (least .36, widest gap .17) and its other questions,
#: none of which shows a conflict.
ASKED, GAP = 0.3, 0.25
#: Where one of them repeats the question.
ANY_GAP = 1.0
#: Of each passage by its id, the words of its version's text that an answer says.
Said = Mapping[int, Sequence[Span]]


def conflicts(
    query: SearchQuery,
    said: Said,
    passages: Sequence[Passage],
    closeness: Closeness,
    scope: Scope,
    kept: Conflicts,
    number: Callable[[int], int],
) -> list[Comparison]:
    """The words `said` with those that contradict them; `number` gives a passage's number in the
    answer by its id. Raises ModelUnavailable."""
    read = [one for one in passages if one.until is None]
    echo = Echo(query.text)
    both = [
        (passage, other)
        for passage in read
        for other in read
        if passage.id in said and other.document_id != passage.document_id
    ]
    apart = [(pair, GAP) for one in both for pair in pairs(*one, partial(_quoted, said))]
    apart += [(pair, ANY_GAP) for one in both for pair in answered_apart(echo, *one)]
    apart = [one for one in apart if _quoted(said, one[0].one) and _named(one[0], query)]
    if not apart:
        return []
    keys = [pair_key(pair.one.text, pair.other.text) for pair, _ in apart]
    known = kept.known(scope, keys)
    shown: list[Comparison] = []
    seen: set[str] = set()
    for pair, gap in apart:
        key = pair_key(pair.one.text, pair.other.text)
        stands = known.get(key)
        if stands is False or key in seen or not _asked(query, pair, closeness, gap, known=stands):
            continue
        (cosine,) = closeness(SearchQuery(pair.said[0]), [pair.said[1]])
        what = pair.decide(cosine)
        if what is not None:
            seen.add(key)
            here, there = _cite(pair.one, number), _cite(pair.other, number)
            shown.append(Comparison(ComparisonKind.CONFLICT, here, there, what.why))
    return shown[:MOST_SHOWN]


def _quoted(said: Said, one: Sentence) -> bool:
    """Whether it was said, wholly or in part."""
    return any(start < one.end and one.start < end for start, end in said[one.passage.id])


def _named(pair: ClaimPair, query: SearchQuery) -> bool:
    """Of a table that was quoted whole, only the rows that the question names count."""
    return not pair.key or bool(stems(pair.key) & stems(query.text))


def _asked(
    query: SearchQuery, pair: ClaimPair, closeness: Closeness, gap: float, *, known: bool | None
) -> bool:
    """Whether both sides are about what was asked; of a conflict in the list, the quoted one."""
    ours, theirs = closeness(query, list(pair.said))
    return ours >= ASKED and bool(known or (theirs >= ASKED and theirs >= ours - gap))


def _cite(one: Sentence, number: Callable[[int], int]) -> Citation:
    passage = one.passage
    return cite(number(passage.id), passage, (one.start - passage.start, one.end - passage.start))
