"""Judge: is what was found near enough to answer from?

A logistic of plain signals, with weights for questions that tell a story and for short ones, and
with another bar for short ones that name what a heading or title names: they come near to it
whether or not it answers them. Fitted on one half (by a hash of the id) of the questions of seven
sets; besides the sets' own unanswerable questions, answerable ones whose documents, or whose
passages that answer, are taken away (`tests.lab.refusals`). docs/measurements.md
("Refusals") has the other halves' figures. Whether the passage that leads is the right one is
weighed by that and by how far it is ahead (`tests.lab.judging`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields

from assistant.answering.evidence.signals import Signals
from assistant.answers.status import Status
from assistant.fitted import load
from knowledge.documents.types import Found

#: A question with so many words of content (as log(1 + words)) tells a story.
STORY_WORDS = 2.2
#: Closeness from which a heading or title names what is asked.
NAMES = 0.5
#: Share of the words asked that is all of them, of two at least (as log(1 + words)).
ALL_WORDS, FEW_WORDS = 0.99, 1.09


@dataclass(frozen=True, slots=True)
class Weighing:
    """Log-odds of "the documents answer this" per unit of each signal.

    Below `not_covered` nothing is near: 1 or 2 in 100 answerable questions fitted on lie there.
    Below `unsure` the nearest words are shown without a claim: some three in ten lie there, and 8
    or 9 in 10 questions whose page is not in the library.
    """

    weights: Mapping[str, float]  # by the signal's name; one that is not there weighs nothing
    constant: float
    not_covered: float
    unsure: float

    def odds(self, seen: Signals) -> float:
        return self.constant + sum(
            weight * float(getattr(seen, name)) for name, weight in self.weights.items()
        )


def _fitted(sort: str) -> Weighing:
    return Weighing(**load("judge")["weighings"][sort])


@dataclass(frozen=True, slots=True)
class Leading:
    """Log-odds of "the leading passage is the one that answers" per unit of the margin above and of
    how far it is ahead of the next. What it takes to stand as the answer: the first two bars; to be
    probably it, and to stand alone: one each."""

    margin: float
    ahead: float
    constant: float
    least_margin: float
    answers: float
    likely: float
    sure: float

    def odds(self, margin: float, ahead: float) -> float:
        return self.constant + self.margin * margin + self.ahead * ahead


_LEADS = load("leads")
LEADING = Leading(**{field.name: _LEADS[field.name] for field in fields(Leading)})
STORY, NAMED, PLAIN = map(_fitted, ("story", "named", "plain"))
#: Closeness from which something is near, however few of its words are asked for: of 16 answerable
#: questions refused on three sets 6 had such words found, of 44 that no document answers one.
NEAR = 0.5
#: A chat model reads the sources itself, so it is only spared what is about something else.
FAR_COSINE = 0.25


@dataclass(frozen=True, slots=True)
class Judgement:
    status: Status  # ANSWERED | UNSURE | NOT_COVERED
    reason: str  # one sentence, for "How this answer was made" and the log
    margin: float | None = None  # log-odds above the bar of an answer, where they were weighed
    likely: bool = False  # probably the answer, though not surely
    sure: bool = False  # nothing of another document need stand beside it
    topical: bool = (
        False  # a story is told, and what is asked about it is what the nearest is about
    )


NOTHING = Judgement(Status.NOT_COVERED, "No passage shares words or meaning with the question.")


def judge_for_model(found: Sequence[Found]) -> Judgement:
    """Whether it is worth asking the model."""
    if not found:
        return NOTHING
    best = max(one.closeness for one in found)
    if best < FAR_COSINE:
        return Judgement(
            Status.NOT_COVERED,
            f"The nearest passage is about something else (closeness {best:.2f}).",
        )
    return Judgement(Status.ANSWERED, f"The nearest passage has a closeness of {best:.2f}.")


def judge(seen: Signals, ahead: float) -> Judgement:
    """Whether the documents' own words may stand as the answer. `ahead`: of the next passage, in
    what leading weighs."""
    weighing = weighing_for(seen)
    odds = weighing.odds(seen)
    margin = odds - weighing.unsure
    leads = LEADING.odds(margin, ahead)
    signs = (
        f"closeness of the nearest passage {seen.passage:.2f}, of its best sentence "
        f"{seen.sentence:.2f}, share of the words asked {seen.words_of_document:.2f}, "
        f"ahead of the next passage by {ahead:.2f}"
    )
    if odds < weighing.not_covered and max(seen.passage, seen.sentence) < NEAR:
        status, reason = Status.NOT_COVERED, "Nothing found is near enough"
    elif margin < LEADING.least_margin or leads < LEADING.answers:
        status, reason = Status.UNSURE, "What was found may not answer this"
    else:
        status, reason = Status.ANSWERED, "Near enough to answer from"
    likely = status is Status.UNSURE and leads >= LEADING.likely
    sure = status is Status.ANSWERED and leads >= LEADING.sure
    return Judgement(status, f"{reason}: {signs}.", margin, likely, sure, _topical(seen))


def weighing_for(seen: Signals) -> Weighing:
    if seen.said >= STORY_WORDS:
        return STORY
    return NAMED if _named(seen) else PLAIN


def _named(seen: Signals) -> bool:
    return max(seen.heading, seen.title) >= NAMES


def _topical(seen: Signals) -> bool:
    holds_all = seen.asked >= FEW_WORDS and seen.words_of_sentence >= ALL_WORDS
    return seen.said > seen.asked and (_named(seen) or holds_all)
