"""A catalogue of the version before: each document stands as it did, and what was lost is named."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select, text

from knowledge.catalogue import read
from knowledge.catalogue.sqlite.database import Database
from knowledge.catalogue.sqlite.schema import CATALOGUE, migrate
from knowledge.catalogue.tables import StandingRow, VersionRow
from knowledge.documents.types import Standing
from tests.knowledge.migrating import earlier
from tests.people import BY, STRANGER

#: Document → states of its versions, oldest first; `>n`: document n has taken its place.
BEFORE = {
    "in force": ["superseded", "superseded", "published"],
    "being loaded": ["staged"],
    "waits for its first day": ["staged, loaded"],
    "withdrawn": ["superseded", "withdrawn"],
    "withdrawn after an older version was put in force again": ["withdrawn", "superseded"],
    "its successor is in force": ["superseded", ">in force"],
    "its successor was withdrawn": ["superseded", ">withdrawn"],
    "put off by a change that was cut short": ["superseded", "staged, loaded"],
    "its successor was put off by a change that was cut short": [
        "superseded",
        ">waits for its first day",
    ],
    "withdrawn once, then lost": ["withdrawn", "superseded", "staged, loaded"],
}
AFTER = {
    "in force": Standing.IN_FORCE,
    "waits for its first day": Standing.WAITING,
    "withdrawn": Standing.WITHDRAWN,
    "withdrawn after an older version was put in force again": Standing.WITHDRAWN,
    "its successor is in force": Standing.SUPERSEDED,
    "its successor was withdrawn": Standing.SUPERSEDED,
    "put off by a change that was cut short": Standing.LOST,
    "its successor was put off by a change that was cut short": Standing.LOST,
    "withdrawn once, then lost": Standing.LOST,
}
_AT = "2026-01-01 00:00:00"


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """Made by the migrations up to 0005, with the documents of BEFORE."""
    opened = earlier(tmp_path / "catalogue.sqlite3", "0005")
    with opened.write() as session:
        session.execute(text(f"INSERT INTO collections VALUES (1, 'HR', '', '{_AT}')"))
        ids = {title: number for number, title in enumerate(BEFORE, 1)}
        for title, states in BEFORE.items():
            successor = next((ids[one[1:]] for one in states if one[0] == ">"), None)
            session.execute(
                text(
                    "INSERT INTO documents(id, collection_id, source, title, owner, created_at, "
                    "superseded_by) VALUES (:id, 1, :title, :title, '', :at, :by)"
                ),
                {"id": ids[title], "title": title, "at": _AT, "by": successor},
            )
            for number, said in enumerate((one for one in states if one[0] != ">"), 1):
                state, *loaded = said.split(", ")
                version = 10 * ids[title] + number
                session.execute(
                    text(
                        "INSERT INTO versions(id, document_id, number, state, content_hash, "
                        "text_hash, file_name, title, characters, passages, warnings, loaded_by, "
                        "loaded_at, text, blocks) VALUES (:id, :document, :number, :state, 'c', "
                        "'t', 'a.md', 'A', 1, 0, '[]', '', :at, 'A', '[]')"
                    ),
                    {
                        "id": version,
                        "document": ids[title],
                        "number": number,
                        "state": state,
                        "at": _AT,
                    },
                )
                session.execute(
                    text(
                        "INSERT INTO jobs(batch, collection_id, source, file_name, content_hash, "
                        "title, owner, added_by, state, done, total, reason, warnings, version_id, "
                        "characters, passages, seconds, tries, created_at) VALUES ('b', 1, 's', "
                        "'f', 'c', '', '', '', :state, 0, 0, '', '[]', :version, 0, 0, 0, 1, :at)"
                    ),
                    {
                        "state": "loaded" if loaded or state != "staged" else "embedding",
                        "version": version,
                        "at": _AT,
                    },
                )
    migrate(opened, CATALOGUE)
    yield opened
    opened.close()


def test_each_document_stands_as_it_did(database: Database) -> None:
    with database.read() as session:
        titles = dict(enumerate(BEFORE, 1))
        rows = session.execute(select(StandingRow.document_id, StandingRow.standing))
        assert {titles[one]: standing for one, standing in rows} == AFTER
        lost = {title for title, standing in AFTER.items() if standing is Standing.LOST}
        assert {title for title, _ in read.lost(session, BY)} == lost
        assert read.lost(session, STRANGER) == []


def test_it_is_known_what_took_the_place_of_what(database: Database) -> None:
    with database.read() as session:
        rows = session.execute(
            select(VersionRow.id, VersionRow.superseded_by).where(
                VersionRow.superseded_by.is_not(None)
            )
        )
        assert dict(rows.tuples().all()) == {11: 12, 12: 13, 61: 13}
