"""Files read once by the product's readers, in the way loading reads them."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache as once
from pathlib import Path

from assistant.intake import SourceFile
from knowledge.catalogue.batches import batched
from knowledge.documents.blocks import Reading
from knowledge.errors import RefusedFile
from tests.lab.evaluation.throwaway import code_version
from tests.lab.retrieval.cache import Cache

_KNOWLEDGE = Path(__file__).parents[3] / "knowledge"
#: Files read between two looks at the progress.
_TOGETHER = 32


@dataclass(frozen=True, slots=True)
class BenchDocument:
    """A document, and the names of files with the same text, which loading would not load."""

    name: str
    title: str
    reading: Reading
    doubles: tuple[str, ...] = ()


def read_documents(
    sources: Sequence[SourceFile], cache: Cache, moved: Callable[[int], None]
) -> list[BenchDocument]:
    """In the order of the sources; files that are refused or have no text are left out."""
    firsts: dict[str, BenchDocument] = {}
    doubles: dict[str, list[str]] = {}
    for source, reading in _readings(sources, cache, moved):
        text = reading.text
        if not text.strip():
            continue
        if text in firsts:
            doubles.setdefault(text, []).append(source.name)
        else:
            firsts[text] = BenchDocument(source.name, _title(source.name, reading), reading)
    return [
        BenchDocument(one.name, one.title, one.reading, tuple(doubles.get(text, ())))
        for text, one in firsts.items()
    ]


def _readings(
    sources: Sequence[SourceFile], cache: Cache, moved: Callable[[int], None]
) -> Iterator[tuple[SourceFile, Reading]]:
    from knowledge.readers import read_file

    def fresh(source: SourceFile) -> Reading:
        try:
            return read_file(source.path, source.name)
        except RefusedFile:
            return Reading("", ())

    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        for some in batched(sources, _TOGETHER):
            keys = [_key(source) for source in some]
            known = {key: reading for key in keys if (reading := cache.reading(key)) is not None}
            lacking = {key: one for key, one in zip(keys, some, strict=True) if key not in known}
            for key, reading in zip(lacking, pool.map(fresh, lacking.values()), strict=True):
                cache.keep_reading(key, reading)
                known[key] = reading
            for key, source in zip(keys, some, strict=True):
                yield source, known[key]
            moved(len(some))


def _key(source: SourceFile) -> str:
    content = hashlib.sha256(source.path.read_bytes()).hexdigest()
    return f"{_readers_version()}:{content}:{source.name}"


@once
def _readers_version() -> str:
    return code_version([_KNOWLEDGE / "blocks.py", _KNOWLEDGE / "readers", _KNOWLEDGE / "text.py"])


def _title(name: str, reading: Reading) -> str:
    """As loading has it where a curator gave none."""
    stem = name.rsplit("/", 1)[-1].rsplit(".", 1)[0]
    return reading.properties.get("title", "") or stem.replace("_", " ")
