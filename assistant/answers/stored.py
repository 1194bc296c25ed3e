"""An Answer as JSON and back to the same dataclasses, whatever version of Bernard stored it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from assistant.answers.answer import Answer
from assistant.answers.upcasting import from_text
from knowledge.errors import BernardError

#: Counts up with every change after which a stored answer would not be read any more. Each number
#: has a file in tests/golden that must open for ever.
SCHEMA = 2
#: From each earlier schema to the next.
_UPCASTERS: Mapping[int, Callable[[dict[str, Any]], dict[str, Any]]] = {1: from_text}


def to_json(answer: Answer) -> dict[str, Any]:
    """Everything behind it: query, passages with scores, parts, checks, model, times."""
    stored: dict[str, Any] = _adapter().dump_python(answer, mode="json", warnings="error")
    return {"schema": SCHEMA, **stored}


def from_json(stored: dict[str, Any]) -> Answer:
    """Raises pydantic.ValidationError for anything that is not an answer; BernardError for one
    that a newer Bernard stored."""
    schema = stored.get("schema", 1)  # the first schema bore no number
    if schema > SCHEMA:
        raise BernardError(
            "This answer was stored by a newer version of Bernard. Update Bernard to read it."
        )
    for earlier in range(schema, SCHEMA):
        stored = _UPCASTERS[earlier](stored)
    answer: Answer = _adapter().validate_python(stored)
    return answer


@cache
def _adapter() -> Any:
    from pydantic import TypeAdapter

    return TypeAdapter(Answer)
