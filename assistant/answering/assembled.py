"""An answer put together from how far its question came."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assistant.answering.values import (
    Compared,
    Evidence,
    Judged,
    Question,
    Screened,
    Understood,
    Value,
    WrittenDraft,
    of,
)
from assistant.answers.answer import Answer
from assistant.answers.parts import Part
from assistant.answers.receipt import Call, Purpose, Receipt
from assistant.answers.status import Status
from assistant.models import Models


def assembled(
    at: Value,
    status: Status,
    parts: tuple[Part, ...],
    notice: str,
    models: Models | None,
    calls: Sequence[Call],
    times_ms: Mapping[str, float],
) -> Answer:
    question = of(Question, at)
    screened = of(Screened, at)
    understood = of(Understood, at)
    evidence, judged = of(Evidence, at), of(Judged, at)
    written, compared = of(WrittenDraft, at), of(Compared, at)
    text = screened.text if screened else question.text if question else ""
    found = judged.found if judged else evidence.found if evidence else ()
    model, prompt = _written_by(written, status, calls)
    comparisons = evidence.comparisons if evidence else ()
    return Answer(
        question=text,
        query=understood.query.text if understood else text,
        status=status,
        parts=parts,
        found=found,
        mode="model" if models else "embedded",
        model=model,
        prompt_version=prompt,
        notice=notice,
        times_ms=dict(times_ms),
        tokens=written.tokens if written else {},
        reason=judged.judgement.reason if judged else "",
        margin=judged.judgement.margin if judged else None,
        receipt=Receipt(tuple(calls)),
        remarks=screened.remarks if screened else (),
        sent_anyway=screened.sent_anyway if screened else (),
        currency=compared.currency if compared else (),
        comparisons=compared.comparisons if compared else comparisons,
    )


def _written_by(
    written: WrittenDraft | None, status: Status, calls: Sequence[Call]
) -> tuple[str, str]:
    """The model's name and its prompt's version; of an answer that was stopped, those of the call
    that was writing it."""
    if written is not None:
        return written.model, written.prompt_version
    writing = [call for call in calls if call.purpose is Purpose.COMPOSE]
    if status is Status.STOPPED and writing:
        return writing[-1].model, writing[-1].prompt_version
    return "", ""
