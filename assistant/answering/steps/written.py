"""The fifth step with a model: sources chosen, the answer written from them as it streams."""

from __future__ import annotations

import logging
from collections.abc import Generator
from contextlib import closing

from assistant.answering.checking.second_opinion import SecondOpinions
from assistant.answering.step import Tools
from assistant.answering.steps.judged import NOT_COVERED
from assistant.answering.values import End, Judged, WrittenDraft
from assistant.answering.writing.compose import Composition, compose_model, room
from assistant.answers.events import Event, Piece, StepStarted
from assistant.answers.parts import said
from assistant.answers.status import Status
from assistant.prompts import load_prompt
from assistant.prompts.sources import choose_sources
from knowledge.language.wording import count

logger = logging.getLogger(__name__)

#: For the log: llama-cpp-python's server, for one, drops a reply for the next request.
AT_ONCE_HINT = (
    "The answer broke off while a claim was being judged. If the model's server answers one "
    "request at a time, set BERNARD_MODEL_AT_ONCE to 1."
)


def written(judged: Judged, tools: Tools) -> Generator[Event, None, WrittenDraft | End]:
    """Raises ModelUnavailable while nothing has been written."""
    models = tools.models
    if models is None:
        raise AssertionError("a model's way was taken without one")
    understood = judged.before.before
    screened = understood.before
    sources = choose_sources(judged.found, room(models, screened.text, screened.history).sources)
    yield StepStarted("compose", f"Reading {count(len(sources), 'passage')}")
    opinions = None
    if tools.checking.ask_model:
        opinions = SecondOpinions(models, sources, understood.asked)
        tools.held.callback(opinions.close)
    composed = yield from _streamed(
        compose_model(models, screened.text, screened.history, sources), opinions
    )
    if composed.failed and opinions is not None and opinions.begun:
        logger.warning(AT_ONCE_HINT)
    status = Status.ANSWERED
    if composed.broken:
        status = Status.ERROR_MODEL if composed.failed else Status.PARTIAL
    draft = WrittenDraft(
        judged,
        status,
        composed.broken or models.stand_in,
        composed.text,
        sources,
        models.composed_by,
        load_prompt("answer").version,
        composed.tokens,
        opinions,
    )
    if not composed.covered:
        return End(Status.NOT_COVERED, said(NOT_COVERED), models.stand_in, at=draft)
    return draft


def _streamed(
    composing: Generator[str, None, Composition], opinions: SecondOpinions | None
) -> Generator[Event, None, Composition]:
    """Each piece as an event; the judge is told of the text so far."""
    text = ""
    with closing(composing):
        while True:
            try:
                piece = next(composing)
            except StopIteration as stop:
                composition: Composition = stop.value
                return composition
            yield Piece(piece)
            text += piece
            if opinions is not None:
                opinions.read(text)
