"""Judge: is what was found near enough to answer from?

First calibration: a logistic of plain signals, fitted on one half (by a hash of the id) of the
sample library's questions, gov_uk_condqa and wiki_clapnq, each set weighing the same, and read off
on the other half; docs/measurements.md has the figures.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answers import Status
from assistant.steps.candidates import Candidate
from knowledge.library import SearchQuery
from knowledge.text import content_words, stem
from knowledge.types import Found

#: Log-odds of "the documents answer this" per unit of: the best passage's cosine, the best single
#: sentence's cosine, the share of the question's words in the best passage, and the logarithm of
#: how many words of content were asked (few words come less near to anything).
PASSAGE, SENTENCE, WORDS, LENGTH, CONSTANT = 3.6, 5.2, 1.2, -0.1, -5.15
#: Below this nothing is near: fewer than 3 in 100 answerable questions fitted on lie there.
NOT_COVERED = -1.4
#: Below this the nearest words are shown without a claim: some 20 in 100 lie there.
UNSURE = -0.1
#: A chat model reads the sources itself, so it is only spared what is about something else.
FAR_COSINE = 0.25


@dataclass(frozen=True, slots=True)
class Judgement:
    status: Status  # ANSWERED | UNSURE | NOT_COVERED
    reason: str  # one sentence, for "How this answer was made" and the log


_NOTHING = Judgement(Status.NOT_COVERED, "No passage shares words or meaning with the question.")


def judge_for_model(found: Sequence[Found]) -> Judgement:
    """Whether it is worth asking the model."""
    if not found:
        return _NOTHING
    best = _best_cosine(found)
    if best < FAR_COSINE:
        return Judgement(
            Status.NOT_COVERED,
            f"The nearest passage is about something else (closeness {best:.2f}).",
        )
    return Judgement(Status.ANSWERED, f"The nearest passage has a closeness of {best:.2f}.")


def judge(query: SearchQuery, found: Sequence[Found], candidates: Sequence[Candidate]) -> Judgement:
    """Whether the documents' own words may stand as the answer."""
    if not found or not candidates:
        return _NOTHING
    passage = _best_cosine(found[:1])
    sentence = max(one.meaning for one in candidates)
    asked = {stem(word) for word in content_words(query.last or query.text)}
    shared = _shared(asked, found[0])
    length = math.log(1 + len(asked))
    odds = PASSAGE * passage + SENTENCE * sentence + WORDS * shared + LENGTH * length + CONSTANT
    signals = (
        f"closeness of the nearest passage {passage:.2f}, of its best sentence {sentence:.2f}, "
        f"share of the question's words {shared:.2f}"
    )
    if odds < NOT_COVERED:
        return Judgement(Status.NOT_COVERED, f"Nothing found is near enough: {signals}.")
    if odds < UNSURE:
        return Judgement(Status.UNSURE, f"What was found may not answer this: {signals}.")
    return Judgement(Status.ANSWERED, f"Near enough to answer from: {signals}.")


def _best_cosine(found: Sequence[Found]) -> float:
    return max((reason.score for one in found if (reason := one.reason("meaning"))), default=0.0)


def _shared(asked: set[str], found: Found) -> float:
    passage = found.passage
    said = " ".join((passage.title, *passage.heading_path, passage.text))
    return len(asked & {stem(word) for word in content_words(said)}) / max(1, len(asked))
