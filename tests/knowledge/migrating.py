"""A catalogue as an earlier Bernard made it."""

from __future__ import annotations

from alembic import command
from alembic.config import Config

from knowledge.catalogue.sqlite.database import Database
from knowledge.library import MIGRATIONS

VERSION_TABLE = "catalogue_version"


def migrate_to(database: Database, revision: str) -> None:
    config = Config()
    config.set_main_option("script_location", MIGRATIONS)
    config.set_main_option("path_separator", "os")
    with database.engine.connect() as plain:
        connection = plain.execution_options(bernard_write=True)
        with connection.begin():
            config.attributes["connection"] = connection
            config.attributes["version_table"] = VERSION_TABLE
            command.upgrade(config, revision)
