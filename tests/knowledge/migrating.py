"""A catalogue as an earlier Bernard made it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from alembic import command
from alembic.config import Config

from knowledge.catalogue.sqlite.database import Database
from knowledge.catalogue.sqlite.schema import CATALOGUE

FIRST = Path(__file__).parents[1] / "golden" / "library_0004.sql"


def earlier(path: Path, revision: str) -> Database:
    """The first catalogue that opens for ever, brought as far as that revision."""
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(FIRST.read_text())
    database = Database(path)
    config = Config()
    config.set_main_option("script_location", CATALOGUE.migrations)
    config.set_main_option("path_separator", "os")
    with database.engine.connect() as plain:
        connection = plain.execution_options(bernard_write=True)
        with connection.begin():
            config.attributes.update(connection=connection, schema=CATALOGUE)
            command.upgrade(config, revision)
    return database
