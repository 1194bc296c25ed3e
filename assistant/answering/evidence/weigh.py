"""What was found for a question, held to it: the words that may be quoted, and whether they may
stand as its answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from assistant.answering.evidence.candidates import (
    PASSAGES_READ,
    Candidate,
    Closeness,
    candidates,
)
from assistant.answering.evidence.exact import Exact, exactly_named
from assistant.answering.evidence.judge import NOTHING, Judgement, judge
from assistant.answering.evidence.leading import leading
from assistant.answering.evidence.quotes import (
    MOST_QUOTES,
    Quoted,
    compose_embedded,
    holds,
    unit_score,
)
from assistant.answering.evidence.signals import signals
from assistant.answering.question.intent import AnswerType, Intent
from assistant.answers.status import Status
from knowledge.documents.bands import amounts, rows_for
from knowledge.documents.types import Found


@dataclass(frozen=True, slots=True)
class Weighed:
    found: Sequence[Found]
    candidates: Sequence[Candidate]
    judgement: Judgement
    expects: AnswerType | None = None
    exact: Exact | None = None

    def quotes(self, most: int = MOST_QUOTES) -> list[Quoted]:
        return compose_embedded(self.found, self.candidates, most, self.expects, self.exact)


def weigh(
    intent: Intent, found: Sequence[Found], closeness: Closeness, most: int = MOST_QUOTES
) -> Weighed:
    """`most`: the quotes that an answer would have. Raises ModelUnavailable."""
    query = intent.query
    quotable = candidates(query, found, closeness, cover=intent.wants_cover)
    if not quotable:
        return Weighed(found, quotable, NOTHING)
    exact = exactly_named(query.asked, found[:PASSAGES_READ])
    lead = leading(quotable, partial(unit_score, expects=intent.expects, exact=exact))
    judgement = judge(signals(query, found, quotable, closeness), lead.ahead)
    if query.last:  # what a follow-up says beside asking is the turn before, and no story
        judgement = replace(judgement, topical=False)
    if exact is not None and judgement.status is not Status.ANSWERED:
        judgement = replace(judgement, status=Status.ANSWERED, reason=exact.reason)
    if judgement.status is Status.UNSURE and _has_row(query.asked, found, lead.rank):
        judgement = replace(judgement, likely=True)
    weighed = Weighed(found, quotable, judgement, intent.expects, exact)
    return replace(weighed, judgement=_typed(weighed, most))


def _has_row(asked: str, found: Sequence[Found], rank: int) -> bool:
    """Whether the section that leads has a row for the very amount asked for: seldom another's."""
    wanted, leads = amounts(asked), found[rank].passage.section
    return any(rows_for(wanted, one.passage) for one in found if one.passage.section == leads)


def _typed(weighed: Weighed, most: int) -> Judgement:
    """Words that hold no answer of the type expected answer nothing; one that another document than
    the leading one holds answers something else."""
    kind, judgement = weighed.expects, weighed.judgement
    if kind is None or judgement.status is not Status.ANSWERED:
        return judgement
    quotes = weighed.quotes(most)
    leading = quotes[0].found.passage.document_id
    if any(holds(kind, one.text) for one in quotes if one.found.passage.document_id == leading):
        return judgement
    lacking = f"The question expects {kind.value}, and the nearest words hold none."
    return replace(judgement, status=Status.UNSURE, reason=lacking)
