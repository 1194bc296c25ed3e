"""A step takes one value and returns the next or the end; a way is steps that fit each other."""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

from assistant.answering.question.by_example import Classify
from assistant.answering.question.screen import Policy
from assistant.answering.values import End
from assistant.answers.events import Event
from assistant.models import Models
from assistant.models.entailment import EntailmentModel
from assistant.settings import BernardSettings
from knowledge.library import Library
from knowledge.outside.sending import Sent


@dataclass(frozen=True, slots=True)
class Checking:
    withhold: bool = False  # BERNARD_UNSUPPORTED=withhold: unsupported claims are left out
    entailment: EntailmentModel | None = None  # reads answers where no chat model is asked to
    ask_model: bool = True  # BERNARD_JUDGE=model: a chat model reads a whole answer for its meaning

    @classmethod
    def from_environment(cls) -> Checking:
        """Raises BadSetting."""
        given = BernardSettings.read()
        withhold, ask_model = given.unsupported == "withhold", given.judge == "model"
        return cls(withhold, EntailmentModel.from_environment(), ask_model)


In = TypeVar("In")
Out = TypeVar("Out")
Next = TypeVar("Next")


@dataclass(frozen=True, slots=True)
class Tools:
    """What steps work with; nothing of it is about one question's content."""

    library: Library
    models: Models | None  # None: without a language model
    policy: Policy
    checking: Checking
    classify: Classify  # tells what a message asks for
    of_library: Classify  # tells what it asks about the library
    today: date
    sent: Callable[[Sent], None] | None = None  # told of what a search sends outside
    failure: str = ""  # why the model that was to answer does not, in a sentence


@dataclass(frozen=True, slots=True)
class Step(Generic[In, Out]):
    """`says`: the sentence shown while it runs. A step that streams is a generator of events."""

    name: str
    run: Callable[[In, Tools], Out | End | Generator[Event, None, Out | End]]
    says: Callable[[In], str] = lambda _: ""


@dataclass(frozen=True, slots=True)
class Way(Generic[In, Out]):
    """Steps one after the other, from `In` to `Out`."""

    steps: tuple[Step[Any, Any], ...]

    def then(self, step: Step[Out, Next]) -> Way[In, Next]:
        return Way((*self.steps, step))

    def common(self, other: Way[In, Any]) -> int:
        """How many steps both begin with."""
        pairs = zip(self.steps, other.steps, strict=False)
        return next((n for n, (one, its) in enumerate(pairs) if one is not its), len(self.steps))
