"""An Answer as JSON and back to the same dataclasses."""

from __future__ import annotations

from functools import cache
from typing import Any

from assistant.answers.answer import Answer


def to_json(answer: Answer) -> dict[str, Any]:
    """Everything behind it: query, passages with scores, claims, checks, model, times."""
    stored: dict[str, Any] = _adapter().dump_python(answer, mode="json")
    return stored


def from_json(stored: dict[str, Any]) -> Answer:
    """Raises pydantic.ValidationError for anything that is not an answer."""
    answer: Answer = _adapter().validate_python(stored)
    return answer


@cache
def _adapter() -> Any:
    from pydantic import TypeAdapter

    return TypeAdapter(Answer)
