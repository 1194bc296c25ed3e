"""A chat model as the judge of a whole answer: one structured call once it is written."""

from __future__ import annotations

import logging
import re
import secrets
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import BaseModel, BeforeValidator, Field, ValidationError, model_validator

from assistant.answering.checking.meaning import Opinion, place
from assistant.answers.receipt import Purpose
from assistant.answers.status import Verdict
from assistant.prompts import as_json, load_prompt, reply
from assistant.prompts.sources import escape, fence_sources
from knowledge.documents.types import Found
from knowledge.errors import ModelUnavailable
from knowledge.language.clean import clean_line

if TYPE_CHECKING:
    from assistant.models import Models

logger = logging.getLogger(__name__)

_VERDICTS = {
    "supported": Verdict.SUPPORTED,
    "contradicted": Verdict.CONTRADICTED,
    "not there": Verdict.UNSUPPORTED,
}
#: As models write them: "Not_there" is "not there", "[2]" is 2, and nothing is nothing in any form.
_Told = BeforeValidator(lambda said: " ".join(re.split(r"[\W_]+", str(said).lower().strip())))
_Number = BeforeValidator(
    lambda said: said if isinstance(said, int) else "".join(re.findall(r"\d{1,3}", str(said))[:1])
)
_Maybe = BeforeValidator(lambda said: said or None)
_Text = BeforeValidator(lambda said: said if said is not None else "")


class _Said(BaseModel):
    """Of one statement. A reply with more keys is read all the same."""

    n: Annotated[int, _Number]
    verdict: Annotated[Literal["supported", "contradicted", "not there"], _Told]
    source: Annotated[int | None, _Maybe, _Number] = None
    words: Annotated[str, _Text] = ""
    working: Annotated[str, _Text] = ""


class _Reply(BaseModel):
    statements: Annotated[list[object], Field(min_length=1)]

    @model_validator(mode="before")
    @classmethod
    def _alone(cls, said: object) -> object:
        """The list without its name."""
        return {"statements": said} if isinstance(said, list) else said


class ModelJudge:
    """Asks the model that BERNARD_JUDGE_MODEL names, else the one that writes."""

    def __init__(self, models: Models) -> None:
        self._models = models

    @property
    def name(self) -> str:
        return self._models.judged_by

    def __call__(
        self, claims: Sequence[tuple[str, Sequence[int]]], sources: Sequence[Found], question: str
    ) -> Sequence[Opinion | None]:
        """None of every claim where the model did not answer, or answered something else."""
        fence = secrets.token_hex(8)
        asked = request(claims, sources, question, fence)
        try:
            said = reply(self._models, Purpose.JUDGE, load_prompt("check"), asked, fence)
        except ModelUnavailable as failure:
            logger.warning("The answer was checked by rules alone: %s", failure.reason)
            return [None] * len(claims)
        return opinions(said, len(claims), sources)


def request(
    claims: Sequence[tuple[str, Sequence[int]]],
    sources: Sequence[Found],
    question: str,
    fence: str,
) -> str:
    """Sources, question, and the statements, numbered from 1, each with the sources it names."""
    statements = "\n".join(
        f"{n}. ({_names(named)}) {escape(clean_line(text), fence)}"
        for n, (text, named) in enumerate(claims, start=1)
    )
    asked = f"Question: {escape(clean_line(question), fence)}"
    return f"{fence_sources(sources, fence)}\n\n{asked}\n\nStatements:\n{statements}"


def _names(numbers: Sequence[int]) -> str:
    return f"names {', '.join(map(str, numbers))}" if numbers else "names no source"


def opinions(said_back: str, claims: int, sources: Sequence[Found]) -> list[Opinion | None]:
    """What a judge's reply says of each of so many claims. An opinion without words that stand in
    the source that it names is none, nor is a statement told twice in different ways."""
    found: list[Opinion | None] = [None] * claims
    said = as_json(_Reply, said_back)
    if said is None:
        logger.warning("The answer was checked by rules alone: the judge's reply is no verdict")
        return found
    told: set[int] = set()
    for each in said.statements:
        try:
            one = _Said.model_validate(each)
        except ValidationError:
            logger.warning("A verdict of the judge is not one")
            continue
        if 1 <= one.n <= claims:
            read = _read(one, sources)
            found[one.n - 1] = read if one.n not in told or read == found[one.n - 1] else None
            told.add(one.n)
    return found


def _read(said: _Said, sources: Sequence[Found]) -> Opinion | None:
    verdict = _VERDICTS[said.verdict]
    if verdict is Verdict.UNSUPPORTED:
        return Opinion(verdict)
    if said.source is None or not 1 <= said.source <= len(sources):
        return None
    span = place(said.words, sources[said.source - 1].passage.text)
    if span is None:
        logger.warning("The judge names words that source %d does not hold", said.source)
        return None
    return Opinion(verdict, said.source, span, said.working)
