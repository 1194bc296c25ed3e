"""What changed: the sentences in which the version in force and the one before it differ."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answering.checking.verify import cite
from assistant.answering.evidence.candidates import Closeness
from assistant.answers.citation import Citation, Comparison, ComparisonKind
from knowledge.curation.conflicts.values import values
from knowledge.documents.types import Passage
from knowledge.documents.units import is_cover_line
from knowledge.language.sentences import sentences
from knowledge.language.words import Span, listed_stems, stems, words
from knowledge.library import SearchQuery

#: Changes shown, those nearest to the question; changes compared with it by meaning (2 ms each).
MOST_SHOWN, MOST_COMPARED = 5, 40
#: A change this much further from the question than the nearest one is about something else.
MARGIN = 0.2
#: A change whose cosine to the question is less is not what was asked.
ASKED = 0.3
#: Share of all their words that two sentences must have in common to be old and new of one rule.
SAME_RULE = 0.3
#: Fewer different words of content say nothing by themselves.
FEWEST_WORDS = 3
#: What a changed sentence, and a changed amount, earn beside closeness to the question.
PAIRED, AMOUNT = 0.1, 0.05
#: What a sentence that itself tells of the change earns: it needs no comparing.
TOLD = 0.25
_TELLS = re.compile(
    r"\b(?:instead of|rather than|no longer"
    r"|ha(?:s|ve) (?:risen|fallen|increased|decreased|gone (?:up|down)) from)\b|, not \w+,",
    re.I,
)
#: What the share of the question's words that it holds earns.
WORDS = 0.35

_ASKING = listed_stems("asking", "for a change")
_NUMBERING = re.compile(r"^\s*(?:[-•*]|\(?[\da-z]{1,2}(?:\.\d+)*[.)]?)\s+", re.I)


@dataclass(frozen=True, slots=True)
class _Said:
    passage: Passage
    span: Span
    text: str
    stems: frozenset[str]


@dataclass(frozen=True, slots=True)
class Change:
    """A sentence in force and the one it took the place of; one of them may be missing."""

    new: _Said | None
    old: _Said | None

    @property
    def judged(self) -> str:
        """What is held to the question: the words with their heading in front."""
        one = self.new or self.old
        if one is None:
            return ""
        path = one.passage.heading_path
        return f"{path[-1] if path else one.passage.title}: {one.text}"

    @property
    def stems(self) -> frozenset[str]:
        said = (one.stems for one in (self.new, self.old) if one)
        return frozenset(stems(self.judged)).union(*said)


def changes(
    query: SearchQuery,
    now: Sequence[Passage],
    before: Sequence[Passage],
    closeness: Closeness,
) -> list[Change]:
    """Nearest to the question first; where it asks for the document as a whole, changed amounts
    first. Raises ModelUnavailable."""
    new, old = _without_common(_said(now), _said(before))
    paired = _paired(new, old)
    asked = stems(query.asked) - _ASKING
    titles = {passage.title for passage in (*now, *before)}
    topic = asked.difference(*map(stems, titles))
    if not topic:
        return sorted(paired, key=lambda one: -_merit(one))[:MOST_SHOWN]

    def share(one: Change) -> float:
        return len(topic & one.stems) / len(topic)

    paired.sort(key=lambda one: -share(one))
    some = paired[:MOST_COMPARED]
    near = closeness(query, [one.judged for one in some])
    scored = sorted(
        (
            (cosine + WORDS * share(one) + _merit(one), cosine, n)
            for n, (cosine, one) in enumerate(zip(near, some, strict=True))
        ),
        key=lambda each: -each[0],
    )
    return [
        some[n]
        for score, cosine, n in scored[:MOST_SHOWN]
        if score >= scored[0][0] - MARGIN and cosine >= ASKED
    ]


def compared(found: Sequence[Change]) -> tuple[Comparison, ...]:
    """As they are shown; passages are numbered from 1, those in force before those that were."""
    numbers: dict[int, int] = {}

    def cited(one: _Said | None) -> Citation | None:
        if one is None:
            return None
        return cite(numbers.setdefault(one.passage.id, len(numbers) + 1), one.passage, one.span)

    new = [cited(one.new) for one in found]
    old = [cited(one.old) for one in found]
    return tuple(
        Comparison(ComparisonKind.CHANGE, one, other) for one, other in zip(new, old, strict=True)
    )


def _said(passages: Sequence[Passage]) -> list[_Said]:
    found = []
    for passage in passages:
        for start, end in sentences(passage.text):
            text = passage.text[start:end]
            said = frozenset(stems(text))
            if len(said) < FEWEST_WORDS or is_cover_line(text):
                continue
            if _plain(text) not in {_plain(one) for one in (passage.title, *passage.heading_path)}:
                found.append(_Said(passage, (start, end), text, said))
    return found


def _without_common(new: list[_Said], old: list[_Said]) -> tuple[list[_Said], list[_Said]]:
    ours, theirs = {_plain(one.text) for one in new}, {_plain(one.text) for one in old}
    return (
        [one for one in new if _plain(one.text) not in theirs],
        [one for one in old if _plain(one.text) not in ours],
    )


def _plain(text: str) -> str:
    return " ".join(words(_NUMBERING.sub("", text)))


def _paired(new: list[_Said], old: list[_Said]) -> list[Change]:
    """The likeliest pairs first; what finds no partner stands alone."""
    alike = sorted(
        (
            (len(one.stems & other.stems) / len(one.stems | other.stems), n, m)
            for n, one in enumerate(new)
            for m, other in enumerate(old)
        ),
        reverse=True,
    )
    taken_new: dict[int, int] = {}
    taken_old: set[int] = set()
    for share, n, m in alike:
        if share < SAME_RULE:
            break
        if n not in taken_new and m not in taken_old:
            taken_new[n] = m
            taken_old.add(m)
    pairs = [
        Change(one, old[taken_new[n]] if n in taken_new else None) for n, one in enumerate(new)
    ]
    return pairs + [Change(None, one) for m, one in enumerate(old) if m not in taken_old]


def _merit(one: Change) -> float:
    if one.new is not None and _TELLS.search(one.new.text):
        return TOLD
    if one.new is None or one.old is None:
        return 0.0
    return PAIRED + (AMOUNT if values(one.new.text) != values(one.old.text) else 0.0)
