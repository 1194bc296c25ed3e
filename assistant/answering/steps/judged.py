"""The fourth step: is what was found near enough, to ask a model or to quote?"""

from __future__ import annotations

import logging
from collections.abc import Sequence

from assistant.answering.evidence.find import find_each
from assistant.answering.evidence.judge import Judgement, judge_for_model
from assistant.answering.evidence.weigh import Weighed, weigh
from assistant.answering.question.asked_when import Asked
from assistant.answering.quoting.parted import Parted, parted
from assistant.answering.quoting.vague import may_mean
from assistant.answering.step import Tools
from assistant.answering.values import End, Evidence, Judged
from assistant.answers.parts import said
from assistant.answers.status import Status
from knowledge.documents.types import Found
from knowledge.language.wording import listed
from knowledge.library import SearchQuery

logger = logging.getLogger(__name__)

NOT_COVERED = "The documents do not answer this question."
#: Documents named where none answers.
NEAREST = 3
VAGUE = "The message says a word or two that several documents speak of."
CHANGED = "The version in force and the one before it differ on what was asked."


def judged_for_model(evidence: Evidence, tools: Tools) -> Judged | End:
    named = evidence.named
    judgement = named.judgement if named else judge_for_model(evidence.found)
    return _decided(Judged(evidence, judgement, evidence.found))


def judged(evidence: Evidence, tools: Tools) -> Judged | End:
    """Raises IndexUnavailable, ModelUnavailable."""
    found, closeness = evidence.found, tools.library.closeness
    if evidence.named is not None:
        return _decided(Judged(evidence, evidence.named.judgement, found))
    if evidence.comparisons:
        quotable = evidence.candidates(found, closeness)
        weighed = Weighed(found, quotable, Judgement(Status.ANSWERED, CHANGED))
        return _decided(Judged(evidence, weighed.judgement, found, weighed))
    several = may_mean(evidence.intent.query, found)
    if several:
        return _decided(Judged(evidence, Judgement(Status.CLARIFY, VAGUE), found, may_mean=several))
    parts = _parted(evidence, tools) if evidence.time.when.asked is Asked.NOW else None
    if parts is not None:
        known = {item.passage.id for item in found}
        quoted = [quote.found for quote in parts.quotes()]
        added = [item for item in quoted if item.passage.id not in known]
        return _decided(Judged(evidence, parts.judgement, (*found, *added), parted=parts))
    weighed = weigh(evidence.intent, found, closeness)
    return _decided(Judged(evidence, weighed.judgement, found, weighed))


def _parted(evidence: Evidence, tools: Tools) -> Parted | None:
    """A question that asks two things: each held to what is found for it alone."""
    screened = evidence.before.before

    def searched(readings: Sequence[SearchQuery]) -> Sequence[Sequence[Found]]:
        return find_each(readings, tools.library, evidence.scope, tools.sent)

    asked = (evidence.intent.parts, screened.history, searched, tools.library.closeness)
    return parted(*asked, tools.classify, tools.today)


def _decided(judged: Judged) -> Judged | End:
    judgement = judged.judgement
    logger.info("Judged %s: %s", judgement.status.value, judgement.reason)
    if judgement.status is not Status.NOT_COVERED:
        return judged
    named = judged.before.named
    return End(
        Status.NOT_COVERED,
        said(not_covered(judged.found)),
        named.missing if named else "",
        at=judged,
    )


def not_covered(found: Sequence[Found]) -> str:
    """And where to look, and whom to ask."""
    places: dict[int, str] = {}
    for one in (item.passage for item in found):
        heading = f"“{one.heading_path[-1]}” in " if one.heading_path else ""
        owner = f" (owned by {one.owner})" if one.owner else ""
        places.setdefault(one.document_id, f"{heading}{one.title}{owner}")
    nearest = listed(list(places.values())[:NEAREST])
    return f"{NOT_COVERED} Nearest to it: {nearest}." if nearest else NOT_COVERED
