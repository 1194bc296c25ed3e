"""What two passages answer to one question, where one of them repeats it, and so claims to answer
it: worded unlike, they may differ all the same. The bars, lower than for any two sentences, are set
on what `tests.lab.planted` plants in gov_uk_condqa and the sample library."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from assistant.answering.checking.force import difference
from assistant.answering.question.echo import Echo
from knowledge.curation.conflicts.differing import Differing, amounts_differ, other_case
from knowledge.curation.conflicts.pairs import LONGEST, ClaimPair, Sentence
from knowledge.curation.conflicts.values import subject
from knowledge.documents.types import Passage
from knowledge.documents.units import UnitKind
from knowledge.language.modality import modals, opposite
from knowledge.language.words import stems

#: Cosine of the two answers, each behind its heading.
NEAR = 0.6
#: Share of the smaller subject's words that the other holds, where amounts or rules differ.
SAME_AMOUNT, SAME_RULE = 0.4, 0.75


def answered_apart(echo: Echo, here: Passage, there: Passage) -> Iterator[ClaimPair]:
    """Costs no call of a model."""
    if not (echo.repeated_by(here) or echo.repeated_by(there)):
        return
    theirs = list(_answers(echo, there))
    for one, ours, our_own in _answers(echo, here):
        for other, said, own in theirs:
            if what := _differ(our_own, own):
                yield ClaimPair(one, other, (ours, said), replace(what, near=NEAR))


def _answers(echo: Echo, passage: Passage) -> Iterator[tuple[Sentence, str, str]]:
    """Its units, what of each is held to the question, and that without its heading."""
    for unit in passage.units:
        own = echo.beside(unit.words(passage.text))
        if own and len(own) <= LONGEST and unit.kind is not UnitKind.COVER:
            start, end = passage.start + unit.start, passage.start + unit.end
            said = passage.text[unit.start : unit.end]
            yield Sentence(passage, start, end, said), echo.judged(passage, unit), own


def _differ(one: str, other: str) -> Differing | None:
    here, there = subject(one), subject(other)
    share = len(here & there) / max(1, min(len(here), len(there)))
    if share < SAME_AMOUNT or other_case(one, other):
        return None
    what = amounts_differ(one, other)
    found = difference(*sorted((one, other), key=lambda text: len(stems(text))))
    if what or share < SAME_RULE or found is None or not found[1]:
        return what
    ruled = ((ours.modality, theirs.modality) for ours in modals(one) for theirs in modals(other))
    return next((Differing(a.value, b.value) for a, b in ruled if opposite(a, b)), None)
