"""`bernard doctor`: can this machine run Bernard, one line a check, and what to do where not."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.cli.common import json_option, opened
from assistant.cli.output import COULD_NOT, OK, plain, print_json, stdout
from knowledge.errors import BernardError

if TYPE_CHECKING:
    from knowledge.runtime.home import Home

#: Below this, loading stops soon: 10,000 passages take about 60 MB with their index.
LEAST_FREE_BYTES = 1_000_000_000


def doctor(
    as_json: Annotated[bool, json_option("One JSON object a check on standard output.")] = False,
) -> None:
    """Check that everything Bernard needs is here, and say what to do where it is not.

    Shows no key and sends nothing anywhere. Exit status 1 when there is a problem.

    Example: [bold]bernard doctor[/bold]
    """
    from knowledge.runtime.home import Home

    home = Home.from_environment()
    problems = 0
    for name, look in (
        ("settings", _settings),
        ("data directory", lambda: _home(home)),
        ("free disk", lambda: _disk(home)),
        ("database", _database),
        ("embedding model", lambda: _embedding_model(home)),
        ("library and index", lambda: _index(home)),
        ("chat model", _chat_model),
    ):
        ok, sentence = _checked(look)
        problems += not ok
        if as_json:
            print_json({"check": name, "ok": ok, "sentence": sentence})
        else:
            word = "ok     " if ok else "problem"
            stdout().print(f"{word}  {name}: {plain(sentence)}", soft_wrap=True)
    raise typer.Exit(COULD_NOT if problems else OK)


def _checked(look: Callable[[], tuple[bool, str]]) -> tuple[bool, str]:
    """No check can stop the others."""
    try:
        return look()
    except BernardError as error:
        return False, error.message
    except (OSError, sqlite3.Error, ImportError) as error:
        return False, f"{type(error).__name__}: {error}."


def _settings() -> tuple[bool, str]:
    from assistant.settings import BernardSettings

    days = BernardSettings.read().keep_days
    kept = f"removed after {days} days" if days else "kept until they are removed"
    return True, f"Each can be used. Questions told to owners and model usage are {kept}."


def _home(home: Home) -> tuple[bool, str]:
    home.make()
    if not os.access(home.path, os.R_OK | os.W_OK | os.X_OK):
        return False, f"{home.path} may not be written to. Set BERNARD_HOME to one that may."
    return True, str(home.path)


def _disk(home: Home) -> tuple[bool, str]:
    there = next(path for path in (home.path, *home.path.parents) if path.exists())
    free = shutil.disk_usage(there).free
    said = f"{free / 1e9:,.1f} GB free"
    if free < LEAST_FREE_BYTES:
        return False, f"{said}. Free some space, or set BERNARD_HOME to a larger disk."
    return True, f"{said}."


def _database() -> tuple[bool, str]:
    connection = sqlite3.connect(":memory:")
    try:
        connection.execute("CREATE VIRTUAL TABLE words USING fts5(text)")
    except sqlite3.OperationalError:
        return False, (
            "This Python's SQLite has no full-text search (FTS5). Use a Python from python.org or "
            "from your system's packages."
        )
    finally:
        connection.close()
    return True, f"SQLite {sqlite3.sqlite_version} with full-text search."


def _embedding_model(home: Home) -> tuple[bool, str]:
    from knowledge.embeddings import open_embeddings
    from knowledge.runtime.settings import LibrarySettings

    if LibrarySettings.read().embedding_model:
        model = open_embeddings(home.models)
        return True, f"{model.name}, from a server. It is not asked here."
    from knowledge.embeddings import weights

    files = weights.find_files()
    weights.verified(files.weights, weights.WEIGHTS_SHA256)
    weights.verified(files.tokenizer, weights.TOKENIZER_SHA256)
    model = open_embeddings(home.models)
    model.embed_query("Can I carry over leave?")
    return True, f"{model.name}: files found, digests right, and it runs."


def _index(home: Home) -> tuple[bool, str]:
    if not home.catalogue.is_file():
        return True, "No library yet. `bernard load PATH --collection NAME` makes one."
    with opened() as (library, me):
        health = library.index_health(me)
    if health.ok:
        return True, health.sentence
    mend = ["Run `bernard index rebuild`."] if health.problems else []
    return False, " ".join((health.sentence, *health.problems, *mend, *health.lost))


def _chat_model() -> tuple[bool, str]:
    from assistant.models import Models

    models = Models.from_environment()
    if models is None:
        return True, "None set: answers are the documents' own words. Nothing leaves this machine."
    second = models.fallback
    instead = f", then {second.name} at {second.provider.host}" if second else ""
    return True, (
        f"{models.main.name} at {models.main.provider.host}{instead}. Questions and the passages "
        "found go there; it is not asked here."
    )
