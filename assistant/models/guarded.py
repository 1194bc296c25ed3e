"""A chat model in a chain, as Bernard asks one: patient for so long, paid for, on the receipt."""

from __future__ import annotations

import logging
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from typing import Any

from langchain.chat_models import BaseChatModel
from langchain.messages import AIMessageChunk
from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models.chat_models import generate_from_stream
from langchain_core.messages import BaseMessage
from langchain_core.messages.ai import add_ai_message_chunks
from langchain_core.outputs import ChatGenerationChunk, ChatResult

from assistant.models.calling import Failed, Failures
from assistant.models.chat import ChatModel
from assistant.models.streaming import GivenUp, closed

logger = logging.getLogger(__name__)

#: Asks one model, again where that may help. Raises Failed.
Ask = Callable[[ChatModel, Sequence[BaseMessage]], Generator[list[AIMessageChunk], None, None]]


class TryAnother(Exception):
    """The model failed before its first word, and another one may answer."""

    def __init__(self, failures: Failures) -> None:
        super().__init__("the model failed")
        self.failures = failures


class Guarded(BaseChatModel):
    """Its first chunk has words: until then another model can take its place."""

    chat: Any  # ChatModel
    ask: Any  # Ask
    purpose: str
    failures: Any  # Failures of all models of the chain; pydantic would copy a list

    @property
    def _llm_type(self) -> str:
        return "guarded"

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> Iterator[ChatGenerationChunk]:
        """Raises Failed; TryAnother."""
        waiting: list[AIMessageChunk] = []
        try:
            with closing(self.ask(self.chat, messages)) as batches:
                for batch in batches:
                    waiting += batch
                    if any(str(chunk.text).strip() for chunk in waiting):
                        yield _as_one(waiting)
                        waiting = []
            if waiting:
                yield _as_one(waiting)
        except GivenUp:
            if not closed():
                raise
        except Failed as failed:
            logger.warning("%s failed to %s: %s", self.chat.name, self.purpose, failed.reason)
            self.failures.append((self.chat.name, failed))
            failed.failures = self.failures
            if failed.final:
                raise
            raise TryAnother(self.failures) from failed

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        return generate_from_stream(self._stream(messages))


def _as_one(chunks: Sequence[AIMessageChunk]) -> ChatGenerationChunk:
    first, *rest = chunks
    return ChatGenerationChunk(message=add_ai_message_chunks(first, *rest) if rest else first)
