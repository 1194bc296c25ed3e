"""The sample library: 27 policies of the fictional Department for Administrative Affairs.

Shipped as package data, so that a first question can be asked without a document of one's own.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pydantic import TypeAdapter

_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class SampleDocument:
    """One file of the sample library, as a curator would describe it when loading it.

    `path` is relative to `documents_dir()`, with forward slashes, and is the document's source.
    `supersedes` is the path of the document whose next version this one is.
    """

    path: str
    collection: str
    title: str
    owner: str
    effective_from: date | None
    review_by: date | None
    supersedes: str | None


_LIBRARY = TypeAdapter(list[SampleDocument])


def documents_dir() -> Path:
    """The folder of the sample's files, one folder a collection."""
    return _HERE / "documents"


def manifest() -> list[SampleDocument]:
    """Every sample document; one that supersedes another comes after it, ready to be loaded so."""
    return _LIBRARY.validate_json((_HERE / "library.json").read_bytes())


def examples() -> list[str]:
    """Questions for the empty chat page; the sample library answers each."""
    questions: list[str] = json.loads((_HERE / "examples.json").read_text(encoding="utf-8"))
    return questions
