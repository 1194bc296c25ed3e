"""The fifth step with a model: sources chosen, the answer written from them as it streams."""

from __future__ import annotations

import re
from collections.abc import Generator, Sequence
from contextlib import closing
from itertools import takewhile

from assistant.answering.comparing.compare import differing
from assistant.answering.desk import Desk
from assistant.answering.step import Tools
from assistant.answering.steps.judged import not_covered
from assistant.answering.values import End, Judged, WrittenDraft
from assistant.answering.writing.compose import Composition, compose_model, room
from assistant.answering.writing.parse import parse
from assistant.answers.events import Event, Piece, StepStarted
from assistant.answers.given import Given
from assistant.answers.parts import AskingBack, Part, runs_of, said
from assistant.answers.status import Status
from assistant.prompts import load_prompt
from assistant.prompts.sources import describe, known
from knowledge.documents.types import Found
from knowledge.errors import ModelUnavailable
from knowledge.language.wording import count
from knowledge.language.words import stems

NO_OTHER_FORM = (
    "This was read as asking for another form of the answer before, which the language model did "
    "not make. Ask it as a question of its own."
)
#: How a case begins: what stands behind the cases is none.
_CASE = re.compile(r"\s*(?:[-•*–]|\d{1,2}[.)])\s")
#: Of a question back: the cases shown, the characters of one, and the share of its words that the
#: sources must hold.
MOST_OPTIONS, LONGEST_OPTION, TOLD = 5, 120, 0.6


def written(judged: Judged, tools: Tools) -> Generator[Event, None, WrittenDraft | End]:
    """Raises ModelUnavailable while nothing has been written."""
    models = tools.models
    if models is None:
        raise AssertionError("a model's way was taken without one")
    evidence = judged.before
    screened = evidence.before.before
    prompt = "reshape" if evidence.reshapes else "answer"
    given = _given(judged, tools, room(models, screened.typed, screened.history).sources)
    sources = tuple(each.found for each in given)
    yield StepStarted("compose", f"Reading {count(len(sources), 'passage')}")
    asked = (evidence.before.query, evidence.time, sources, tools.library, evidence.scope)
    told = [] if evidence.reshapes else differing(*asked)
    composed = yield from _streamed(
        compose_model(
            models,
            screened.typed,
            screened.history,
            sources,
            known="\n".join((known(tools.today, screened.documents), *told)),
            prompt=prompt,
        )
    )
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
        load_prompt(prompt).version,
        composed.tokens,
    )
    if composed.asks:
        return End(Status.CLARIFY, _asking_back(composed.asks, sources), models.stand_in, at=draft)
    if not composed.covered:
        sentence = NO_OTHER_FORM if evidence.reshapes else not_covered(evidence.found)
        return End(Status.NOT_COVERED, said(sentence), models.stand_in, at=draft)
    return draft


def _given(judged: Judged, tools: Tools, tokens: int) -> tuple[Given, ...]:
    """What a model writes from: for another form of the answer before, what that was made of."""
    evidence = judged.before
    if evidence.reshapes:
        return tuple(Given(item, "of the answer before") for item in evidence.found)
    return Desk(judged.found, evidence.time, tools.library, evidence.scope).sources(tokens)


def _asking_back(asked: str, sources: Sequence[Found]) -> tuple[Part, ...]:
    """The model's question with the cases that the sources know. Raises ModelUnavailable where
    fewer than two are theirs: then it asks for something that they do not decide."""
    first, *rest = [line for line in asked.splitlines() if line.strip()] or [""]
    lines = [first, *takewhile(_CASE.match, rest)]
    told = stems("\n".join(f"{describe(one.passage)}\n{one.passage.text}" for one in sources))
    question, *cases = [
        " ".join(run.text for run in runs_of(parse(line, len(sources)))).strip() for line in lines
    ]
    options = tuple(one for one in cases if one and _is_told(one, told))[:MOST_OPTIONS]
    if len(options) < 2 or not question:
        raise ModelUnavailable(
            "The language model asked back for something that the documents do not decide.",
            "fewer than two of its cases are in the sources",
        )
    return (AskingBack(options, question),)


def _is_told(case: str, told: set[str]) -> bool:
    its = stems(case)
    return len(case) <= LONGEST_OPTION and len(its & told) >= TOLD * len(its)


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
