"""A figure that a source says of something else than the claim does.

"Up to 20 days may be carried over" is not supported by "up to 10 days may be carried over" because
"at least 20 days must be taken" stands two lines below: the figure is in the source, but where the
source speaks of what the claim speaks of it says another one.
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answering.checking import figures
from assistant.answering.checking.sentences import Sentences
from knowledge.language.clean import CELLS
from knowledge.language.quantities import Quantity
from knowledge.language.words import stems

#: So many more words of content than any sentence that says the figure does the nearest share: then
#: it is the one that the claim speaks of. One more may be another form of a word, but in a row of a
#: table it is its label.
NEARER_BY, ROW_NEARER_BY = 2, 1


def said_instead(claim: str, sources: Sequence[Sentences]) -> tuple[Quantity, Quantity] | None:
    """A figure of the claim, and the one that the nearest sentence says in its place; None where
    that sentence says the claim's, or where others that say it are about as near."""
    stated = figures.figures(claim)
    values = {one.value for one in stated}
    words = stems(claim) - values
    near = [
        (len(words & marks), source.text[slice(*span)], marks)
        for source in sources
        for span, marks in zip(source.spans, source.marks, strict=True)
    ]
    most = max((shared for shared, _, _ in near), default=0)
    nearest = [sentence for shared, sentence, _ in near if shared == most]
    for figure in stated:
        mark = f"#{figure.value}"
        saying = max((shared for shared, _, marks in near if mark in marks), default=0)
        instead = [one for each in nearest for one in _in_its_place(each, figure, most - saying)]
        if instead and not any(one.value in values for one in instead):
            return figure, instead[0]
    return None


def _in_its_place(sentence: str, figure: Quantity, nearer_by: int) -> list[Quantity]:
    """Figures of the same unit, where the sentence is so much nearer; a header may say a row's."""
    row = CELLS in sentence
    if not figure.unit or nearer_by < (ROW_NEARER_BY if row else NEARER_BY):
        return []
    units = {figure.unit, ""} if row else {figure.unit}
    return [one for one in figures.figures(sentence) if one.unit in units]
