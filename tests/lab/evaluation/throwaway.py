"""Throw-away libraries under BERNARD_HOME: one a set of documents, way of reading and model."""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import Any

from assistant.intake import SourceFile
from knowledge.runtime.home import Home

#: What decides how a file becomes passages; a change there asks for a new library.
_PIPELINE = ("catalogue", "documents", "embeddings", "language", "loading", "readers")
_NOTES = "evaluation.json"
_ROOT = Path(__file__).parents[3]


def throwaway_homes(home: Home) -> list[Home]:
    """Those that exist, the most recently used first."""
    homes = [file.parent for file in home.path.glob("evaluations/*/catalogue.sqlite3")]
    return [Home(path) for path in sorted(homes, key=lambda path: -path.stat().st_mtime)]


def home_for(home: Home, sources: Sequence[SourceFile], embedding_model: str) -> Home:
    """The throw-away home of these files, by their names and content. The embedding model's own
    files are shared with the main home, so that they are built once."""
    digest = hashlib.sha256()
    for part in (pipeline_version(), embedding_model):
        digest.update(part.encode() + b"\0")
    for source in sources:
        content = hashlib.sha256(source.path.read_bytes()).hexdigest()
        digest.update(json.dumps([source.name, content]).encode())
    made = Home(home.path / "evaluations" / digest.hexdigest()[:16])
    made.path.mkdir(parents=True, exist_ok=True, mode=0o700)
    home.make()
    if not made.models.exists():
        made.models.symlink_to(home.models, target_is_directory=True)
    os.utime(made.path)
    return made.make()


@cache
def pipeline_version() -> str:
    """A digest of the code between a file and its vectors: no number that somebody must raise."""
    return code_version(_ROOT / "knowledge" / name for name in _PIPELINE)


@cache
def answering_version() -> str:
    """A digest of all code and prompts an answer may depend on."""
    assistant = _ROOT / "assistant"
    apart = {assistant / "cli", assistant / "sample"}
    return code_version(
        [_ROOT / "knowledge", *(path for path in assistant.iterdir() if path not in apart)]
    )


def code_version(paths: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in sorted(paths):
        files = [path] if path.is_file() else sorted(path.rglob("*"))
        for file in files:
            if file.suffix in {".py", ".txt", ".json"} and file.is_file():
                digest.update(file.relative_to(_ROOT).as_posix().encode() + b"\0")
                digest.update(file.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def reuse_vectors(home: Home, main: Home, embedding_model: str) -> int:
    """Copies what other throw-away libraries embedded with the same model and code; returns how
    many vectors. They go by the hash of their text, so a wrong one cannot be taken."""
    known = {"model": embedding_model, "code": embedding_version()}
    copied = 0
    for other in throwaway_homes(main):
        if other == home or notes(other).get("vectors") != known:
            continue
        with closing(sqlite3.connect(home.catalogue, timeout=30)) as connection:
            connection.execute("ATTACH DATABASE ? AS other", (str(other.catalogue),))
            with connection:
                cursor = connection.execute(
                    "INSERT OR IGNORE INTO main.vectors (model, text_hash, dimension, vector) "
                    "SELECT model, text_hash, dimension, vector FROM other.vectors WHERE model = ?",
                    (embedding_model,),
                )
                copied += cursor.rowcount
    note(home, vectors=known)
    return copied


@cache
def embedding_version() -> str:
    """A digest of the code that makes vectors."""
    return code_version([_ROOT / "knowledge" / "embeddings"])


def notes(home: Home) -> dict[str, Any]:
    """What is remembered of a throw-away library beside its catalogue: how its loading went."""
    try:
        kept: dict[str, Any] = json.loads((home.path / _NOTES).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return kept


def note(home: Home, **values: object) -> None:
    write_atomically(home.path / _NOTES, json.dumps({**notes(home), **values}, indent=1))


def write_atomically(path: Path, text: str) -> None:
    """The old content or the new one, never half of either."""
    scratch = path.with_name(f".{path.name}-{os.getpid()}")
    scratch.write_text(text, encoding="utf-8")
    scratch.replace(path)
