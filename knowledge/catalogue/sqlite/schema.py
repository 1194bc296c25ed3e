"""The tables of a package in the catalogue's database: made, or brought from an older form."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, MetaData

from knowledge.catalogue.sqlite.database import Database
from knowledge.catalogue.tables import Base
from knowledge.errors import BernardError

# Words are searched here. Rows exist only for passages of versions in force, and come and go in the
# transaction that publishes or withdraws them. The rowid is the passage's id.
_WORDS = """
CREATE VIRTUAL TABLE words USING fts5(
    title, headings, body, collection_id UNINDEXED,
    tokenize = "porter unicode61 remove_diacritics 2"
)
"""


@dataclass(frozen=True, slots=True)
class Schema:
    """A package's tables in their newest form; each package has its own chain of migrations."""

    tables: MetaData
    migrations: str  # Alembic's script location
    version_table: str
    newest: str  # the revision of the last migration
    besides: tuple[str, ...] = ()  # what SQLAlchemy does not know, as SQL


CATALOGUE = Schema(
    Base.metadata, "knowledge:catalogue/migrations", "catalogue_version", "0009", (_WORDS,)
)


def migrate(database: Database, schema: Schema) -> None:
    """Makes the tables in a new database, as they are now; brings older ones up to date. In one
    transaction. Raises BernardError for a database that this Bernard does not know."""
    with database.engine.connect() as plain:
        if _number(plain, schema) == schema.newest:
            return
    # Importing it would cost every command a fifth of a second.
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", schema.migrations)
    config.set_main_option("path_separator", "os")
    with database.engine.connect() as plain:
        connection = plain.execution_options(bernard_write=True)
        with connection.begin():
            config.attributes.update(connection=connection, schema=schema)
            now = _number(connection, schema)
            known = [one.revision for one in ScriptDirectory.from_config(config).walk_revisions()]
            if now is None:
                schema.tables.create_all(connection)
                for statement in schema.besides:
                    connection.exec_driver_sql(statement)
                command.stamp(config, "head")
            elif now in known:
                command.upgrade(config, "head")
            else:
                raise BernardError(
                    f"{database.path} was made by another version of Bernard (its "
                    f"{schema.version_table} is {now}). Nothing was changed. Open it with that "
                    "version, or give BERNARD_HOME another directory."
                )


def _number(connection: Connection, schema: Schema) -> str | None:
    """Of the last migration that the tables have been through; None where there are no tables."""
    if not connection.dialect.has_table(connection, schema.version_table):
        return None
    return connection.exec_driver_sql(f"SELECT version_num FROM {schema.version_table}").scalar()


def run_migrations() -> None:
    """What each package's Alembic env.py calls; what it needs comes from `migrate`."""
    from alembic import context

    attributes = context.config.attributes
    context.configure(
        connection=attributes["connection"],
        target_metadata=attributes["schema"].tables,
        version_table=attributes["schema"].version_table,
    )
    with context.begin_transaction():
        context.run_migrations()
