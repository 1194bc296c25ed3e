"""What two passages lay down, side by side: sentences, and rows of tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from knowledge.curation.conflicts.differing import Differing, amounts_differ, differ
from knowledge.curation.conflicts.rows import Cell, cells, same_row, share_of_headings
from knowledge.curation.conflicts.values import values
from knowledge.documents.types import Passage
from knowledge.language.clean import CELLS
from knowledge.language.modality import rule
from knowledge.language.sentences import leans_back, sentences
from knowledge.language.words import stems

#: A sentence outside these lengths (characters) is a fragment, or says too much at once.
SHORTEST, LONGEST = 20, 400
#: Rows of the same name differ in earnest where the tables agree in another row and the rows are so
#: near, or where headings and columns share so much and the rows are nearer still.
NEAR_AGREEING = 0.65
NEAR_ROWS, HEADINGS = 0.8, 0.75


@dataclass(frozen=True, slots=True)
class Sentence:
    """`[start:end]` of the text of the passage's version: a sentence, or a row."""

    passage: Passage
    start: int
    end: int
    text: str


_Rows = list[tuple[Sentence, Cell]]


@dataclass(frozen=True, slots=True)
class ClaimPair:
    """Words that differ if both speak of the same thing. `said` is what is compared by meaning;
    `key` is the rows' name, "" for sentences."""

    one: Sentence
    other: Sentence
    said: tuple[str, str]
    what: Differing
    key: str = ""

    def decide(self, cosine: float) -> Differing | None:
        """What differs, given how near by meaning the two of `said` are."""
        return self.what if cosine >= self.what.near else None


def pairs(
    here: Passage, there: Passage, counts: Callable[[Sentence], bool] = lambda _: True
) -> Iterator[ClaimPair]:
    """Of `here` only the sentences that count; every row is given. Costs no call of a model."""
    (ours, our_rows), (theirs, their_rows) = _laid_down(here), _laid_down(there)
    ours = [one for one in ours if counts(one)]
    for one in ours:
        for other in theirs:
            said = (one.text, other.text)
            if what := differ(*said):
                yield ClaimPair(one, other, said, what)
    yield from _rows_apart(our_rows, their_rows)
    yield from _rows_and_sentences(our_rows, theirs)
    for pair in _rows_and_sentences(their_rows, ours):
        yield ClaimPair(pair.other, pair.one, pair.said[::-1], pair.what.turned, pair.key)


def lays_down(passage: Passage) -> bool:
    return any(_laid_down(passage))


@lru_cache(maxsize=1_024)
def _laid_down(passage: Passage) -> tuple[list[Sentence], _Rows]:
    """Read once: passages that are asked for often are compared at each question."""
    return _sentences(passage), _rows(passage)


def _sentences(passage: Passage) -> list[Sentence]:
    """Those that name an amount or lay down a rule."""
    found = []
    for start, end in sentences(passage.text):
        text = passage.text[start:end]
        if not SHORTEST <= len(text) <= LONGEST or CELLS in text or leans_back(text):
            continue
        if values(text) or rule(text):
            found.append(Sentence(passage, passage.start + start, passage.start + end, text))
    return found


def _rows(passage: Passage) -> _Rows:
    heading = passage.heading_path[-1] if passage.heading_path else passage.title
    return [
        (Sentence(passage, passage.start + a, passage.start + b, passage.text[a:b]), cell)
        for a, b, held in cells(passage.text, heading)
        for cell in held
    ]


def _rows_apart(ours: _Rows, theirs: _Rows) -> Iterator[ClaimPair]:
    same = [
        (one, here, other, there)
        for one, here in ours
        for other, there in theirs
        if same_row(here, there)
    ]
    differing = [(*each, amounts_differ(each[1].amount, each[3].amount)) for each in same]
    agree = any(values(each[1].amount) == values(each[3].amount) for each in same)
    for one, here, other, there, what in differing:
        if what is not None:
            near = NEAR_AGREEING if agree else NEAR_ROWS
            if agree or share_of_headings(here, there) >= HEADINGS:
                said = (f"{here.heading}: {here.said}", f"{there.heading}: {there.said}")
                yield ClaimPair(one, other, said, replace(what, near=near), here.key)


def _rows_and_sentences(rows: _Rows, said_by: list[Sentence]) -> Iterator[ClaimPair]:
    for row, cell in rows:
        key = stems(cell.key)
        for other in said_by:
            if key <= stems(other.text) and (what := differ(cell.said, other.text)):
                said = (f"{cell.heading}: {cell.said}", other.text)
                yield ClaimPair(row, other, said, what, cell.key)
