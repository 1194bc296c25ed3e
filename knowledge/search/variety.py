"""What is shown of a ranking: the same words once, and not one document alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from knowledge.documents.types import Passage
from knowledge.language.words import words

if TYPE_CHECKING:
    from knowledge.embeddings import Vectors

#: Only passages so near to one another are compared word by word: it spares comparing all.
NEAR = 0.9
#: Share of the shorter one's five-word runs that stand in the other, from which the two count once.
SAME = 0.9
RUN = 5
#: Of the first FIRST passages, which answers are made from, one document has at most MOST where
#: another has any.
FIRST, MOST = 5, 4


def without_repeats(
    order: Sequence[int], passages: Mapping[int, Passage], vectors: Mapping[int, Vectors]
) -> list[int]:
    """The ranking without passages that say what a better one says, in the same words and under the
    same title (two documents that only share words stay: each has its own right to be found).

    A passage without a vector is kept.
    """
    known = [one for one in order if one in vectors]
    if len(known) < 2:
        return list(order)
    matrix = np.stack([vectors[one] for one in known])
    alike = np.tril(matrix @ matrix.T >= NEAR, k=-1)
    repeats: set[int] = set()
    for at in np.flatnonzero(alike.any(axis=1)):
        better = (known[int(row)] for row in np.flatnonzero(alike[at]))
        if any(_same(passages[known[at]], passages[one]) for one in better if one not in repeats):
            repeats.add(known[at])
    return [one for one in order if one not in repeats]


def with_another_document(order: Sequence[int], documents: Mapping[int, int]) -> list[int]:
    """The same ranking; where one document has all the first places, the best passage of another
    takes the last of them."""
    first = [documents[one] for one in order[:FIRST]]
    if len(first) < FIRST or max(map(first.count, first)) <= MOST:
        return list(order)
    other = next((one for one in order[FIRST:] if documents[one] != first[0]), None)
    if other is None:
        return list(order)
    rest = [one for one in order[FIRST - 1 :] if one != other]
    return [*order[: FIRST - 1], other, *rest]


def _same(one: Passage, other: Passage) -> bool:
    if one.title.casefold() != other.title.casefold():
        return False
    shorter, longer = sorted((runs(one.text), runs(other.text)), key=len)
    return len(shorter & longer) >= SAME * len(shorter)


def runs(text: str) -> set[tuple[str, ...]]:
    """Its runs of so many words, by which texts are compared; of a shorter text all of it."""
    said = words(text)
    return {tuple(said[at : at + RUN]) for at in range(max(1, len(said) - RUN + 1))}
