"""Compose with a chat model: numbered sources in, a streamed answer with [n] marks out."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from assistant.answers.answer import History
from assistant.answers.receipt import Purpose
from assistant.models.spoken import spoken
from assistant.models.tokens import CHARACTERS_A_TOKEN, about
from assistant.prompts import load_prompt
from assistant.prompts.sources import (
    FENCE_TOKENS,
    escape,
    fence_conversation,
    fence_sources,
)
from knowledge.documents.types import Found
from knowledge.errors import ModelUnavailable

if TYPE_CHECKING:
    from langchain.messages import AIMessage
    from langchain_core.runnables import Runnable

    from assistant.models import Models

logger = logging.getLogger(__name__)

#: What the model writes, alone, when the sources do not answer (prompts/answer.txt), and before a
#: question of its own.
SENTINEL, ASKS = "NOT COVERED", "ASK BACK"
#: What the model sees of the conversation: turns, and characters of each.
HISTORY_TURNS = 4
HISTORY_CHARACTERS = 800
#: Tokens kept free for the reply: some 150 words with their marks, and as many again.
REPLY_TOKENS = 500
_FENCE_LENGTH = 16
#: Ends of a reply that asks for something else; any other name of an end is one.
_NO_ANSWER = ("tool_calls", "function_call", "error")
_FILTERED = "the provider's content filter stopped it"
_LENGTH = "The answer stops early: it reached the language model's length limit."


@dataclass(frozen=True, slots=True)
class Room:
    """What the parts of a request may take of a model's context."""

    sources: int  # tokens
    turn: int  # characters of each earlier turn


@dataclass(frozen=True, slots=True)
class Composition:
    """What the model wrote. `broken` says in words why it is not whole; "" when it is."""

    text: str
    covered: bool = True
    asks: str = ""  # the question back and its cases, as written
    broken: str = ""
    failed: bool = False  # broken by the server, not by the model's own limit
    tokens: dict[str, int] = field(default_factory=dict)


def compose_model(
    models: Models,
    question: str,
    history: History,
    sources: Sequence[Found],
    make_fence: Callable[[], str] = lambda: secrets.token_hex(_FENCE_LENGTH // 2),
    *,
    known: str = "",
    prompt: str = "answer",
) -> Generator[str, None, Composition]:
    """Yields the text as it comes, the first piece at once; returns the whole. `known` is what is
    known about the request, in lines; `prompt` names the instructions.

    Raises ModelUnavailable while nothing has been yielded. After that, a failure is told in the
    composition, so that no word already shown is lost.
    """
    turn = room(models, question, history).turn
    fence = make_fence()
    whole = prompt == "reshape"
    said = fence_conversation(history[-HISTORY_TURNS:], fence, turn, last_whole=whole)
    given = {
        "known": f"CODE of this request: {fence}\n{known}".strip(),
        "sources": fence_sources(sources, fence),
        "said": f"{said}\n\n" if said else "",
        "question": f"Question: {escape(question, fence)}",
    }
    writing = _Writing(fence)
    failure: ModelUnavailable | None = None
    try:
        with closing(models.stream(writing_chain(models, writing, prompt), given)) as pieces:
            yield from pieces
    except ModelUnavailable as error:
        failure = error
        if not writing.shown:
            raise
        logger.warning("Model stream broke: %s", failure.reason)
    if rest := writing.rest():
        yield rest
    return writing.composition(failure)


def writing_chain(
    models: Models, writing: _Writing, name: str = "answer"
) -> Runnable[dict[str, str], str]:
    """`known`, `sources`, `said` and `question` in, pieces of text out; `writing` keeps what they
    make. The instructions are the same for every request, and come first: servers keep the
    beginning that requests share."""
    from langchain_core.prompts import ChatPromptTemplate
    from langchain_core.runnables import RunnableGenerator

    instructions = load_prompt(name)
    prompt = ChatPromptTemplate.from_messages(
        [
            ("system", instructions.text),
            ("human", "{known}\n\n{sources}\n\n{said}{question}"),
        ]
    )
    model = models.runnable(Purpose.COMPOSE, instructions.version)
    parser: Runnable[AIMessage, str] = RunnableGenerator(writing.pieces)
    chain: Runnable[dict[str, str], str] = prompt | model | parser
    return chain


def room(models: Models, question: str, history: History) -> Room:
    """What fits beside the instructions, the question and the reply. Earlier turns take a third of
    it at most, so that there are sources to answer from."""
    if models.settings.context_tokens is None:
        return Room(models.settings.source_tokens, HISTORY_CHARACTERS)
    fixed = FENCE_TOKENS + about(len(load_prompt("answer").text) + len(question))
    left = max(0, models.settings.context_tokens - REPLY_TOKENS - fixed)
    turns = history[-HISTORY_TURNS:]
    turn = int(left / 3 * CHARACTERS_A_TOKEN) // max(1, len(turns))
    turn = min(HISTORY_CHARACTERS, turn)
    said = fence_conversation(turns, _FENCE_LENGTH * "f", turn)
    taken = FENCE_TOKENS + about(len(said)) if said else 0
    return Room(min(models.settings.source_tokens, left - taken), turn)


class _Writing:
    """Collects chunks. Holds the very first words back while they may still be the sentinel, and
    the last ones while they may be the fence: a small model copies it."""

    def __init__(self, fence: str) -> None:
        self.text = ""
        self.shown = 0  # characters handed out
        self._fence = fence
        self._finish = ""
        self._tokens: dict[str, int] = {}

    def pieces(self, chunks: Iterator[AIMessage]) -> Iterator[str]:
        for chunk in chunks:
            if piece := self._add(chunk):
                yield piece

    def _add(self, chunk: AIMessage) -> str:
        self.text = (self.text + str(chunk.text)).replace(self._fence, "")
        self._finish = chunk.response_metadata.get("finish_reason") or self._finish
        if chunk.usage_metadata:
            self._tokens = {
                "input": chunk.usage_metadata["input_tokens"],
                "output": chunk.usage_metadata["output_tokens"],
            }
        return "" if self._may_be_sentinel() else self._hand_out(self._may_be_fence())

    def rest(self) -> str:
        return "" if self._is_sentinel() or self._asks() else self._hand_out()

    def _hand_out(self, held: int = 0) -> str:
        """All but the last `held` characters."""
        if not self.shown:
            self.text = self.text.lstrip()
        piece = self.text[self.shown : max(self.shown, len(self.text) - held)]
        self.shown += len(piece)
        return piece

    def _may_be_fence(self) -> int:
        """Characters at the end with which the fence begins."""
        lengths = range(len(self._fence) - 1, 0, -1)
        return next((n for n in lengths if self.text.endswith(self._fence[:n])), 0)

    def _may_be_sentinel(self) -> bool:
        start = self.text.strip().strip("*\"'").upper()
        begins = SENTINEL.startswith(start) or ASKS.startswith(start)
        return not self.shown and (begins or self._is_sentinel() or self._asks())

    def _asks(self) -> bool:
        """In capitals: "Ask back in writing" is an answer."""
        return not self.shown and self.text.strip().strip("*\"'").startswith(ASKS)

    def _is_sentinel(self) -> bool:
        """In capitals, or alone: "Not covered are journeys to …" is an answer."""
        said = self.text.strip().strip("*\"'")
        alone = said.rstrip(".! ").upper() == SENTINEL
        return not self.shown and (said.startswith(SENTINEL) or alone)

    def composition(self, failure: ModelUnavailable | None) -> Composition:
        """Raises ModelUnavailable when nothing came that could be shown."""
        text, filtered = spoken(self.text).strip(), self._finish == "content_filter"
        if self._is_sentinel() or text.startswith(SENTINEL):
            return Composition("", covered=False, tokens=self._tokens)
        if self._asks() and failure is None and self._finish and self._finish not in _NO_ANSWER:
            asked = text.strip("*\"'").removeprefix(ASKS).lstrip(": *")
            return Composition("", asks=asked, tokens=self._tokens)
        if not text:
            why = _FILTERED if filtered else "it sent an empty answer"
            raise ModelUnavailable(f"The language model did not answer ({why}).")
        if failure is None and self._finish and not filtered and self._finish not in _NO_ANSWER:
            broken = _LENGTH if self._finish == "length" else ""
            return Composition(text, broken=broken, tokens=self._tokens)
        why = "its connection ended early"
        if failure is not None:
            why = failure.cause
        elif self._finish:
            why = _FILTERED if filtered else f"it ended with “{self._finish}”"
        broken = (
            f"The language model stopped in the middle ({why}). "
            "What it wrote until then is kept; ask again for the rest."
        )
        return Composition(text, broken=broken, failed=True, tokens=self._tokens)
