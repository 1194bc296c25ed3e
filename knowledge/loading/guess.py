"""What a file says of itself, before it is loaded: for the form that loads it."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from knowledge.catalogue.statements import stated
from knowledge.documents.statements import Field
from knowledge.errors import BernardError


@dataclass(frozen=True, slots=True)
class Guess:
    """Empty where the file says nothing, or cannot be read. `text`: all its words."""

    title: str = ""
    owner: str = ""
    effective_from: date | None = None
    review_by: date | None = None
    replaces: str = ""
    text: str = field(default="", repr=False, compare=False)


def iso_day(written: str) -> date | None:
    """None where a file states no date that can be read as one."""
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None


def guess(content: bytes, file_name: str) -> Guess:
    """Reads the file as loading does, in its own process (0.1 s, seconds for a long PDF)."""
    from knowledge.readers import read_file

    with tempfile.TemporaryDirectory(prefix="bernard-") as folder:
        path = Path(folder) / f"file{Path(file_name).suffix}"
        path.write_bytes(content)
        try:
            reading = read_file(path, file_name)
        except BernardError:
            return Guess()  # loading will refuse it, and say why
    said = {one.field: one.value for one in stated(reading.text, reading.properties)}
    facts = {**reading.properties, **{field.value: value for field, value in said.items()}}
    return Guess(
        title=facts.get("title", ""),
        owner=said.get(Field.OWNER, ""),
        effective_from=iso_day(facts.get(Field.EFFECTIVE_FROM, "")),
        review_by=iso_day(facts.get(Field.REVIEW_BY, "")),
        replaces=said.get(Field.REPLACES, ""),
        text=reading.text,
    )
