"""One text file a prompt; its first line names its version, which is stored with every answer."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, TypeVar

from pydantic import BaseModel

from assistant.answers.receipt import Purpose
from assistant.models.spoken import spoken
from knowledge.errors import ModelUnavailable

if TYPE_CHECKING:
    from langchain.messages import AIMessage

    from assistant.models.models import Models

T = TypeVar("T", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Prompt:
    version: str  # "answer 1"
    text: str


@cache
def load_prompt(name: str) -> Prompt:
    """The prompt in `name`.txt. Raises ValueError where its first line names no version."""
    content = files(__name__).joinpath(f"{name}.txt").read_text(encoding="utf-8")
    first, _, text = content.partition("\n")
    label, _, version = first.partition(":")
    if label != "version" or not version.strip():
        raise ValueError(f"{name}.txt does not begin with a version line")
    return Prompt(f"{name} {version.strip()}", text.strip())


def reply(models: Models, purpose: Purpose, prompt: Prompt, request: str, fence: str) -> str:
    """The whole reply of a model that helps: rewrites, judges. Raises ModelUnavailable, also when
    it is cut off."""
    from langchain_core.prompts import ChatPromptTemplate
    from langchain_core.runnables import RunnableLambda

    asked = ChatPromptTemplate.from_messages([("system", prompt.text), ("human", "{request}")])
    chain = asked | models.runnable(purpose, prompt.version) | RunnableLambda(_whole)
    return models.invoke(chain, {"fence": fence, "request": request})


def as_json(kind: type[T], said: str) -> T | None:
    """A reply that was to be JSON of that kind, with a fence or words around it as models write
    them; None where it is not."""
    from langchain_core.utils.json import parse_json_markdown

    try:
        return kind.model_validate(parse_json_markdown(said))
    except ValueError:  # of the parser and of the types
        return None


def _whole(message: AIMessage) -> str:
    finish = message.response_metadata.get("finish_reason") or ""
    if finish in ("length", "content_filter", ""):
        raise ModelUnavailable(
            "The language model did not answer (its reply was cut off).",
            f"finish reason {finish or 'missing'}",
        )
    return spoken(str(message.text))
