"""The assistant: a question in, events and then an answer out."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import date

from assistant.answering.question.by_example import ByExample
from assistant.answering.question.screen import Policy
from assistant.answering.runner import Clock, Meter, Runner
from assistant.answering.step import Checking, Tools
from assistant.answering.values import Question
from assistant.answers.answer import History
from assistant.answers.events import Event
from assistant.models import Models
from knowledge.access import Scope
from knowledge.errors import BadSetting
from knowledge.library import Library


class Assistant:
    """Answers questions from a library. Safe to use from threads; one `ask` is one answer."""

    def __init__(
        self,
        library: Library,
        *,
        models: Models | None = None,
        clock: Clock = time.perf_counter,
        policy: Policy | None = None,
        checking: Checking | None = None,
    ) -> None:
        self._library = library
        self.checking = checking or Checking.from_environment()
        self.policy = policy or Policy.from_environment()
        self._models = models
        self._classify = ByExample.of(library)
        self._clock = clock

    def warm(self) -> None:
        """Imports and builds what the first question would wait for. Sends nothing."""
        import assistant.answering.evidence.retriever  # noqa: F401

        if self._models is not None:
            self._models.warm()

    def ask(
        self,
        scope: Scope,
        question: str,
        history: History = (),
        mode: str | None = None,
        send_anyway: bool = False,
    ) -> Iterator[Event]:
        """Events in order: StepStarted and Piece as they come, then exactly one Finished.

        `mode` is "model" or "embedded"; None takes the chat model where one is set up.
        `send_anyway`: the person was told of personal data in the question and chose to send it.
        Raises BadSetting, before the first event, for a mode that cannot be had; nothing after it.
        """
        if mode not in (None, "embedded", "model"):
            raise BadSetting("The mode is either embedded or model.")
        if mode == "model" and self._models is None:
            raise BadSetting(
                "No chat model is set up: set OPENAI_API_KEY and BERNARD_CHAT_MODEL, "
                "or ask with the mode embedded."
            )
        models = None
        if self._models is not None and mode != "embedded":
            models = self._models.for_question(scope)
        meter = Meter(self._clock, models.calls if models is not None else [])
        held_to = self.policy, self.checking
        tools = Tools(
            self._library, models, *held_to, self._classify, self._classify.of_library, date.today()
        )
        return Runner(Question(scope, question, history, send_anyway), tools, meter).events()
