"""The fifth step with a model: sources chosen, the answer written from them as it streams."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import closing

from assistant.answering.evidence.desk import Desk
from assistant.answering.step import Tools
from assistant.answering.steps.judged import NOT_COVERED
from assistant.answering.values import End, Judged, WrittenDraft
from assistant.answering.writing.compose import Composition, compose_model, room
from assistant.answers.events import Event, Piece, StepStarted
from assistant.answers.parts import said
from assistant.answers.status import Status
from assistant.prompts import load_prompt
from knowledge.language.wording import count


def written(judged: Judged, tools: Tools) -> Generator[Event, None, WrittenDraft | End]:
    """Raises ModelUnavailable while nothing has been written."""
    models = tools.models
    if models is None:
        raise AssertionError("a model's way was taken without one")
    screened = judged.before.before.before
    evidence = judged.before
    desk = Desk(judged.found, evidence.time, tools.library, evidence.scope)
    given = desk.sources(room(models, screened.text, screened.history).sources)
    sources = tuple(each.found for each in given)
    yield StepStarted("compose", f"Reading {count(len(sources), 'passage')}")
    composed = yield from _streamed(compose_model(models, screened.text, screened.history, sources))
    status = Status.ANSWERED
    if composed.broken:
        status = Status.ERROR_MODEL if composed.failed else Status.PARTIAL
    draft = WrittenDraft(
        judged,
        status,
        composed.broken or models.stand_in,
        composed.text,
        given,
        models.composed_by,
        load_prompt("answer").version,
        composed.tokens,
    )
    if not composed.covered:
        return End(Status.NOT_COVERED, said(NOT_COVERED), models.stand_in, at=draft)
    return draft


def _streamed(
    composing: Generator[str, None, Composition],
) -> Generator[Event, None, Composition]:
    """Each piece as an event."""
    with closing(composing):
        while True:
            try:
                piece = next(composing)
            except StopIteration as stop:
                composition: Composition = stop.value
                return composition
            yield Piece(piece)
