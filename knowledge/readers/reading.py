"""Reads one file in this process: what it is, its reader, its title, its answer as JSON.

Only the fork server calls this; the rest of the house asks `knowledge.readers.read_file`.
"""

from __future__ import annotations

import gc
import importlib
import json
import sys
import warnings
from pathlib import Path
from typing import Any

from knowledge.documents.blocks import BlockKind, Reading, ReadingBuilder
from knowledge.errors import RefusedFile
from knowledge.language.clean import clean_line
from knowledge.readers.formats import format_of

_READERS = {
    "Markdown": "markdown",
    "plain text": "plain",
    "HTML": "web",
    "PDF": "pdf.pdf",
    "Word": "word.docx",
    "OpenDocument text": "opendocument",
}

TOO_BIG = (
    "Reading the file took more memory than one file may have, and was stopped. "
    "Split it, or save it without its pictures, and add it again."
)
CRASHED = (
    "The file could not be read: the reader broke down on it. It may be damaged. "
    "Open it in the program that made it, save it anew and add it again."
)


def _module(name: str) -> Any:
    """Its `read` takes the path and the builder."""
    return importlib.import_module(f"knowledge.readers.{name}")


def preload() -> None:
    """Imports every reader, so that a fork has them; keeps the shared pages shared."""
    for name in _READERS.values():
        _module(name)
    gc.freeze()


def read_here(path: Path, file_name: str) -> Reading:
    """Raises RefusedFile, and whatever a damaged file makes a parser raise."""
    kind = format_of(path, file_name)
    builder = ReadingBuilder()
    _module(_READERS[kind]).read(path, builder)
    reading = builder.build()
    if not any(character.isalnum() for character in reading.text):
        raise RefusedFile(
            "The file has no text in it. If it is made of pictures, add a version with text."
        )
    return _settled(reading)


def _settled(reading: Reading) -> Reading:
    """The title falls back to the first heading; properties are single clean lines."""
    properties = {key: clean_line(value)[:300] for key, value in reading.properties.items()}
    if not properties.get("title"):
        headings = (block.text for block in reading.blocks if block.kind is BlockKind.HEADING)
        properties["title"] = next(headings, "")[:300]
    kept = {key: value for key, value in properties.items() if value}
    return Reading(reading.text, reading.blocks, kept, reading.warnings)


def answer(path: str, file_name: str) -> bytes:
    """The reading, or why there is none, as JSON in UTF-8. Never raises."""
    warnings.simplefilter("ignore")
    # Elements may nest as deep as the parsers let them (2,048); Python's own limit is 1,000.
    sys.setrecursionlimit(10_000)
    try:
        reading = read_here(Path(path), file_name)
        return _json(
            text=reading.text,
            # Without their text, which is in the whole.
            blocks=[
                (one.kind, one.start, one.end, one.heading_path, one.page, one.level, one.turns)
                for one in reading.blocks
            ],
            properties=reading.properties,
            warnings=reading.warnings,
        )
    except RefusedFile as refused:
        return _json(refused=(refused.message, refused.reason))
    except MemoryError:
        return _OUT_OF_MEMORY
    except Exception as error:  # noqa: BLE001 - told to the asking process, which refuses the file
        return _json(refused=(CRASHED, repr(error)[:500]))


def _json(**fields: object) -> bytes:
    return json.dumps(fields, ensure_ascii=False).encode("utf-8", "replace")


_OUT_OF_MEMORY = _json(refused=(TOO_BIG, "out of memory"))
