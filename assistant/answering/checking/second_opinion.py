"""A second opinion on claims from the chat model, where BERNARD_JUDGE asks for one."""

from __future__ import annotations

import logging
import re
import secrets
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from assistant.answering.checking.verify import check
from assistant.answering.writing.parse import complete_claims
from assistant.answers.parts import Claim
from assistant.answers.receipt import Purpose
from assistant.answers.status import Verdict
from assistant.models.streaming import Waiting, go_on
from assistant.prompts import load_prompt, reply
from assistant.prompts.sources import escape, fence_sources
from knowledge.documents.types import Found
from knowledge.errors import ModelUnavailable
from knowledge.language.clean import clean_line

if TYPE_CHECKING:
    from assistant.models import Models

logger = logging.getLogger(__name__)

#: Characters of a reason that are kept.
LONGEST_REASON = 160

_REPLY = re.compile(r"\W*(SUPPORTED|PARTLY|UNSUPPORTED)\b\W*(.*)", re.IGNORECASE)

#: A claim and what it rests on.
Question = tuple[str, Sequence[Found]]
Opinion = tuple[Verdict, str]
#: A claim and the ids of the passages that it rests on.
Key = tuple[str, tuple[int, ...]]
Result = TypeVar("Result")


class SecondOpinions:
    """Opinions on the claims of one answer. `read` is told of the text as it grows: a claim that
    is complete is judged on another thread while the next one is being written. Called with all
    claims at the end, it asks about what is left. `close` it whatever happened.
    """

    def __init__(self, models: Models, sources: Sequence[Found], question: str) -> None:
        """`sources` are numbered from 1; `question` holds all that was asked."""
        self._models = models
        self._sources = sources
        self._question = question
        self._waiting = Waiting()
        at_once = models.settings.model_at_once
        self._pool = ThreadPoolExecutor(at_once, "judge")
        self._begun: dict[tuple[str, tuple[int, ...]], Future[None]] = {}
        self._known: dict[Key, Opinion | None] = {}
        self._busy = at_once == 1  # it does not judge while it writes, but at the end

    def read(self, text: str) -> None:
        """The model's text so far. Returns at once."""
        for claim in complete_claims(text, len(self._sources)):
            if self._busy:
                return
            said = claim.text, claim.numbers
            if said not in self._begun:
                self._begun[said] = self._on_a_thread(partial(self._judge_early, claim))

    def __call__(self, questions: Sequence[Question]) -> list[Opinion | None]:
        """A verdict and its reason for each claim; None where the model did not answer or said
        something else: then the first verdict stands. Raises GivenUp."""
        wait(self._begun.values())
        go_on()
        asked: dict[Key, Future[Opinion | None]] = {}
        for claim, sources in questions:
            key = _key(claim, sources)
            if key not in self._known and key not in asked:
                asked[key] = self._on_a_thread(partial(self._judge, claim, sources))
        self._known |= {key: future.result() for key, future in asked.items()}
        return [self._known[_key(claim, sources)] for claim, sources in questions]

    @property
    def begun(self) -> bool:
        """Whether anything was asked while the answer was being written."""
        return bool(self._begun)

    def close(self) -> None:
        """Ends what is still being asked."""
        self._waiting.give_up()
        self._pool.shutdown(cancel_futures=True)

    def _on_a_thread(self, work: Callable[[], Result]) -> Future[Result]:
        return self._pool.submit(self._waiting.context().run, work)

    def _judge_early(self, written: Claim) -> None:
        (checked,) = check([written], self._sources, self._question)
        claim, sources = checked.held.claim, [self._sources[n - 1] for n in checked.numbers]
        try:
            self._known[_key(claim, sources)] = _ask(self._models, claim, sources)
        except ModelUnavailable as failure:
            logger.info("A claim will be judged at the end: %s", failure.reason)
            self._busy = True

    def _judge(self, claim: str, sources: Sequence[Found]) -> Opinion | None:
        try:
            return _ask(self._models, claim, sources)
        except ModelUnavailable as failure:
            logger.warning("No second opinion on a claim: %s", failure.reason)
            return None


def _key(claim: str, sources: Sequence[Found]) -> Key:
    return claim, tuple(each.passage.id for each in sources)


def _ask(models: Models, claim: str, sources: Sequence[Found]) -> Opinion | None:
    """Raises ModelUnavailable."""
    fence = secrets.token_hex(8)
    request = f"{fence_sources(sources, fence)}\n\nStatement: {escape(clean_line(claim), fence)}"
    said_back = reply(models, Purpose.JUDGE, load_prompt("check"), request, fence)
    said = _REPLY.match(clean_line(said_back))
    if said is None:
        logger.warning("No second opinion on a claim: the reply names no verdict")
        return None
    reason = said[2].replace(fence, "")[:LONGEST_REASON].strip()
    verdict = Verdict(said[1].lower())
    if verdict is Verdict.SUPPORTED:
        return verdict, ""
    return verdict, reason or "The language model does not find it in the source."
