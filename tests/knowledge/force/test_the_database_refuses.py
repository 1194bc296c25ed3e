"""What must not be cannot be committed: a version and how its document stands say the same."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from knowledge.catalogue.sqlite.database import Database
from knowledge.catalogue.sqlite.schema import CATALOGUE, migrate

_VERSION = (
    "INSERT INTO versions(id, document_id, number, state, content_hash, text_hash, file_name, "
    "title, characters, passages, warnings, loaded_by, loaded_at, text, blocks) VALUES "
    "({}, {}, {}, '{}', 'c', 't', 'a.md', 'A', 1, 0, '[]', '', '2026-01-01 00:00:00', 'A', '[]')"
)
_STANDING = (
    "INSERT INTO standings(document_id, standing, version_id, version_state, why, changed_by, "
    "changed_at) VALUES ({}, '{}', {}, 'published', '', '', '2026-01-01 00:00:00')"
)
_LEAVE = "UPDATE versions SET state = 'superseded' WHERE id = 1"
_ENTER = "UPDATE versions SET state = 'published' WHERE id = 2"
_POINT = "UPDATE standings SET version_id = {} WHERE document_id = 1"
_WITHDRAWN = "UPDATE standings SET standing = 'withdrawn', version_id = NULL WHERE document_id = 1"


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """Document 1 with version 1 in force and version 2 staged; document 2 with version 3 staged."""
    opened = Database(tmp_path / "catalogue.sqlite3")
    migrate(opened, CATALOGUE)
    with opened.write() as session:
        for statement in (
            "INSERT INTO collections VALUES (1, 'HR', '', '2026-01-01 00:00:00')",
            "INSERT INTO documents(id, collection_id, source, title, owner, created_at) VALUES "
            "(1, 1, 'a.md', 'A', '', '2026-01-01 00:00:00'), "
            "(2, 1, 'b.md', 'B', '', '2026-01-01 00:00:00')",
            _VERSION.format(1, 1, 1, "published"),
            _VERSION.format(2, 1, 2, "staged"),
            _VERSION.format(3, 2, 1, "staged"),
            _STANDING.format(1, "in-force", 1),
        ):
            session.execute(text(statement))
    yield opened
    opened.close()


def run(database: Database, *statements: str) -> None:
    with database.write() as session:
        for statement in statements:
            session.execute(text(statement))


@pytest.mark.parametrize(
    "statements",
    [
        pytest.param([_LEAVE], id="out of force and nothing says why"),
        pytest.param(["DELETE FROM standings"], id="in force and nothing says so"),
        pytest.param([_WITHDRAWN], id="said to be withdrawn and in force"),
        pytest.param([_ENTER], id="a second version in force"),
        pytest.param([_POINT.format(2), _LEAVE], id="said to be in force and staged"),
        pytest.param([_LEAVE, _POINT.format("NULL")], id="in force without a version"),
        pytest.param(
            ["UPDATE versions SET state = 'published' WHERE id = 3"], id="in force unnamed"
        ),
        pytest.param(
            [
                "UPDATE versions SET state = 'published' WHERE id = 3",
                _LEAVE,
                _POINT.format(3),
                _STANDING.format(2, "lost", "NULL"),
            ],
            id="another document's version",
        ),
        pytest.param(["DELETE FROM versions WHERE id = 1"], id="the version in force is gone"),
    ],
)
def test_what_must_not_be(database: Database, statements: list[str]) -> None:
    with pytest.raises(IntegrityError):
        run(database, *statements)
    run(database, _POINT.format(2), _LEAVE, _ENTER)  # and it goes on as before


@pytest.mark.parametrize(
    "statements",
    [
        [_POINT.format(2), _LEAVE, _ENTER],
        [_LEAVE, _ENTER, _POINT.format(2)],
        [_WITHDRAWN, _LEAVE],
        [_STANDING.format(2, "waiting", "NULL")],
    ],
)
def test_what_may_be(database: Database, statements: list[str]) -> None:
    run(database, *statements)
