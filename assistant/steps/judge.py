"""Judge: is what was found near enough to answer from?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answers import Status
from knowledge.library import SearchQuery
from knowledge.types import Found

#: Cosine of the best passage below which nothing is near. Provisional.
NEAREST_COSINE = 0.30


@dataclass(frozen=True, slots=True)
class Judgement:
    status: Status  # ANSWERED | UNSURE | NOT_COVERED
    reason: str  # one sentence, for "How this answer was made" and the log


def judge(found: Sequence[Found], query: SearchQuery) -> Judgement:
    if not found:
        return Judgement(
            Status.NOT_COVERED, "No passage shares words or meaning with the question."
        )
    best = max((reason.score for item in found if (reason := item.reason("meaning"))), default=0.0)
    if best < NEAREST_COSINE:
        return Judgement(
            Status.NOT_COVERED,
            f"The nearest passage is about something else "
            f"(closeness {best:.2f}, needed {NEAREST_COSINE:.2f}).",
        )
    return Judgement(Status.ANSWERED, f"The nearest passage has a closeness of {best:.2f}.")
