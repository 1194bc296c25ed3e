"""What is told to owners and what models were used for is kept as long as the setting says."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from assistant.record.retention import EVERY_SECONDS, Removal, remove_old
from assistant.record.tables import RECORD, GapRow, ModelUsageRow
from assistant.settings import BernardSettings
from knowledge.access import System
from knowledge.catalogue.sqlite.database import Database
from knowledge.catalogue.sqlite.schema import migrate
from knowledge.errors import BadSetting
from tests.people import BY

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = Database(tmp_path / "catalogue.sqlite3")
    yield database
    database.close()


def fill(database: Database) -> None:
    """One of each from 31, 30 and 1 days before now."""
    migrate(database, RECORD)
    with database.write() as session:
        for days in (31, 30, 1):
            at = NOW - timedelta(days=days)
            session.add(
                GapRow(question=f"{days}", person="a", told_at=at, nearest=[], collection_id=None)
            )
            session.add(ModelUsageRow(person="a", day=at.date()))


def kept(database: Database) -> tuple[list[str], int]:
    with database.read() as session:
        questions = list(session.scalars(select(GapRow.question).order_by(GapRow.id)))
        return questions, len(list(session.scalars(select(ModelUsageRow))))


def test_what_is_older_is_removed(database: Database) -> None:
    fill(database)
    assert remove_old(BY, database, 30, NOW) == 2
    assert kept(database) == (["30", "1"], 2)
    assert remove_old(BY, database, 30, NOW) == 0


def test_a_library_without_a_record_is_no_trouble(database: Database) -> None:
    assert remove_old(BY, database, 30, NOW) == 0


def test_a_worker_that_asks_often_removes_once_an_hour(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[int] = []

    def remove(_by: System, _: Database, days: int) -> int:
        calls.append(days)
        return 0

    monkeypatch.setattr("assistant.record.retention.remove_old", remove)
    time = [0.0]
    removal = Removal(30, lambda: time[0])
    for time[0] in (0.0, 60.0, EVERY_SECONDS - 1, EVERY_SECONDS + 1):
        removal(database)
    assert calls == [30, 30]


def test_the_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    assert BernardSettings.read().keep_days is None
    monkeypatch.setenv("BERNARD_KEEP_DAYS", "365")
    assert BernardSettings.read().keep_days == 365
    for wrong in ("0", "-1", "a year"):
        monkeypatch.setenv("BERNARD_KEEP_DAYS", wrong)
        with pytest.raises(BadSetting, match="BERNARD_KEEP_DAYS"):
            BernardSettings.read()
