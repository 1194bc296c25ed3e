"""What a turn that leans on the conversation asks for, by one structured call of the chat model."""

from __future__ import annotations

import json
import secrets
from typing import TYPE_CHECKING, Annotated

from pydantic import BaseModel, BeforeValidator, Field

from assistant.answering.question.by_example import Kind
from assistant.answering.question.parts import MOST_PARTS
from assistant.answers.answer import History
from assistant.answers.receipt import Purpose
from assistant.prompts import as_json, load_prompt, reply
from assistant.prompts.sources import escape, fence_conversation
from knowledge.errors import ModelUnavailable
from knowledge.language.clean import clean_line
from knowledge.language.quantities import numbers
from knowledge.language.words import stems

if TYPE_CHECKING:
    from assistant.models import Models

#: What the call sees of the past: turns, and characters of each.
TURNS, CHARACTERS = 8, 600
LONGEST = 500
#: The share of its words of content that are the model's own, above which it says something else.
MOST_OWN = 0.5


#: As models write them: "Other" or a kind of their own, no parts in any form, or too many.
_Known = BeforeValidator(
    lambda said: kind if (kind := str(said).strip().lower()) in list(Kind) else Kind.OTHER
)
_Few = BeforeValidator(lambda said: said[:MOST_PARTS] if isinstance(said, list) else [])


class Rewritten(BaseModel):
    question: Annotated[str, Field(min_length=1, max_length=LONGEST)]  # stands alone
    kind: Annotated[Kind, _Known] = Kind.OTHER
    parts: Annotated[list[str], _Few] = []

    @property
    def several(self) -> list[str]:
        """The parts of a question that has more than one: as by rule, one is no part."""
        return self.parts if len(self.parts) > 1 else []


def rewrite(question: str, history: History, models: Models, *, english: bool) -> Rewritten:
    """Raises ModelUnavailable, also when what comes back is no question made of what was said; of a
    message in another language its translation cannot be held to its words."""
    fence = secrets.token_hex(8)
    said = fence_conversation(history[-TURNS:], fence, CHARACTERS)
    request = f"{said}\n\n" if said else ""
    request += f"Last message: {escape(clean_line(question), fence)}"
    said_back = reply(models, Purpose.REWRITE, load_prompt("rewrite"), request, fence)
    made = _read(said_back)
    given = f"{said}\n{question}"
    if (
        made is None
        or fence in said_back
        or (english and not all(_is_of(one, given) for one in _asked(made)))
    ):
        raise ModelUnavailable(
            "The language model did not rewrite the question.", "the rewritten question is unusable"
        )
    return made


def _read(said_back: str) -> Rewritten | None:
    """A small model that writes no JSON often writes the question alone, on one line."""
    line = said_back.strip()
    if "\n" not in line and not line.startswith(("{", "[", "`")):
        line = json.dumps({"question": clean_line(line).strip('"“” ')})
    return as_json(Rewritten, line)


def _asked(made: Rewritten) -> tuple[str, ...]:
    """What would be searched for; another form of an answer is not."""
    return () if made.kind is Kind.RESHAPE else (made.question, *made.parts)


def _is_of(asked: str, given: str) -> bool:
    """Whether `asked` is made of what was `given`: no answer from the model's own knowledge. A
    small model answers instead of rewriting."""
    its = stems(asked)
    own = its - stems(given)
    return bool(its) and len(own) <= MOST_OWN * len(its) and {*numbers(asked)} <= {*numbers(given)}
