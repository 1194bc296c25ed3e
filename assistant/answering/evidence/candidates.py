"""The sentences, list items and table rows of what was found, held to the question."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.answering.question.echo import Echo
from knowledge.documents.bands import amounts, named_rows, rows_for
from knowledge.documents.types import Found
from knowledge.documents.units import Unit, UnitKind
from knowledge.language.quantities import quantities
from knowledge.language.words import stems
from knowledge.library import SearchQuery

#: Passages looked into.
PASSAGES_READ = 5
#: Units whose meaning is compared: 2 ms each is what the embedded model takes on two cores.
MOST_COMPARED = 12
#: Cosine of each text to the question.
Closeness = Callable[[SearchQuery, Sequence[str]], Sequence[float]]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A unit that may be quoted."""

    found: Found
    rank: int  # of its passage, from 0
    unit: Unit
    words: float  # share of the question's words that it holds, weighted by rarity
    words_of_passage: float  # the same of its passage's text
    meaning: float = 0.0  # cosine to the question
    is_row: bool = False  # of a table, the one that the question means
    in_unit: bool = False  # it says an amount in a unit that the question has one in


def candidates(
    query: SearchQuery, found: Sequence[Found], closeness: Closeness, *, cover: bool = False
) -> list[Candidate]:
    """The units that share most with the question, of each passage its best in any case, also of
    one further down that has a row for an amount asked for; what only says whose a document is and
    since when, where that is asked (`cover`). Raises ModelUnavailable."""
    asked, wanted = stems(query.asked), amounts(query.asked)
    echo = Echo(query.text)
    left = [(item.passage.text, echo.left(item.passage)) for item in found]
    held = [stems(text if own is None else own) for text, own in left]
    rarity = Rarity(held)
    # An amount is one that a rule is asked for, and seldom the one that the rule says.
    asked -= {word for word in asked if word[0].isdigit() and not rarity.is_held(word)}

    judged: dict[int, str] = {}  # by the identity of the unit
    kept: list[Candidate] = []
    spare: list[Candidate] = []
    for rank, item in enumerate(found):
        rows = rows_for(wanted, item.passage)
        named = named_rows(asked, item.passage) if rank < PASSAGES_READ else set()
        if rank >= PASSAGES_READ and not rows:
            continue
        of_passage = rarity.share(asked, held[rank])
        units = [
            unit
            for unit in item.passage.units
            if (cover or unit.kind is not UnitKind.COVER)
            and judged.setdefault(id(unit), echo.judged(item.passage, unit))
        ]
        own = [
            Candidate(item, rank, unit, rarity.share(asked, stems(judged[id(unit)])), of_passage,
                      is_row=(unit.start, unit.end) in rows | named,
                      in_unit=_in_unit(wanted, unit.words(item.passage.text)))
            for unit in units
        ]  # fmt: skip
        own.sort(key=lambda one: (not one.is_row, -one.words))
        kept.extend(own[:2])
        spare.extend(own[2:])
    spare.sort(key=lambda one: -one.words + 0.05 * one.rank)
    kept += spare[: max(0, MOST_COMPARED - len(kept))]
    near = closeness(query, [judged[id(one.unit)] for one in kept])
    return [replace(one, meaning=cosine) for one, cosine in zip(kept, near, strict=True)]


def _in_unit(wanted: Mapping[str, object], text: str) -> bool:
    return bool(wanted) and not wanted.keys().isdisjoint(one.unit for one in quantities(text))


class Rarity:
    """A word that most of what was found holds is the topic and tells texts apart least."""

    def __init__(self, held: Sequence[set[str]]) -> None:
        self._passages = len(held)
        self._holding = Counter(word for words in held for word in words)

    def is_held(self, word: str) -> bool:
        return self._holding[word] > 0

    def share(self, asked: set[str], held: set[str]) -> float:
        """How much of what is asked is held, each word weighted; all where nothing is asked."""
        total = sum(map(self._weight, asked))
        return sum(map(self._weight, asked & held)) / total if total else 1.0

    def _weight(self, word: str) -> float:
        return math.log(1 + self._passages / (0.5 + self._holding[word]))
