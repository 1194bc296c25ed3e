"""What an earlier version of Bernard stored opens, with all its answers, for ever.

`tests/golden/schema_N.json` holds rows as the commit wrote them that was the last of its schema
(found passages beyond the third are left out). They are never edited.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from assistant.answers.parts import Quote
from assistant.answers.stored import SCHEMA, from_json, to_json
from assistant.record import Conversations
from assistant.record.tables import ConversationRow, ExchangeRow
from knowledge.catalogue.sqlite.database import Database
from knowledge.errors import BernardError
from tests.people import HERE
from ui.parts.ask.answer import finished_html
from ui.parts.ask.copying import copy_text
from ui.parts.ask.evidence import cards
from ui.parts.ask.how_made import how_made_html

GOLDEN = sorted((Path(__file__).parents[2] / "golden").glob("schema_*.json"))


def rows(file: Path) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = json.loads(file.read_text(encoding="utf-8"))
    return found


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = Database(tmp_path / "catalogue.sqlite3")
    yield database
    database.close()


def test_there_is_a_file_for_every_schema_that_was() -> None:
    assert [file.stem for file in GOLDEN] == [f"schema_{n}" for n in range(1, SCHEMA)]


@pytest.mark.parametrize("file", GOLDEN, ids=lambda file: file.stem)
def test_every_conversation_opens(file: Path, database: Database) -> None:
    stored = rows(file)
    conversations = Conversations(database)
    with database.write() as session:
        for row in stored["conversations"]:
            session.add(ConversationRow(
                id=row["id"], person=row["reader"], title=row["title"],
                created_at=moment(row["created_at"]), updated_at=moment(row["updated_at"]),
            ))  # fmt: skip
        session.flush()
        for row in stored["exchanges"]:
            times = {name: moment(row[name]) for name in ("asked_at", "ended_at")}
            session.add(ExchangeRow(**{**row, **times}))
    opened = [conversations.open(HERE, one.id) for one in conversations.list(HERE)]
    assert len(opened) == len(stored["conversations"])
    exchanges = {exchange.id: exchange for one in opened for exchange in one.exchanges}
    assert len(exchanges) == len(stored["exchanges"])
    for row in stored["exchanges"]:
        answer, old = exchanges[row["id"]].answer, row["answer"]
        assert answer is not None
        assert answer.text == old["text"]
        assert [
            (one.text, one.verdict, one.note, [each.quote for each in one.citations])
            for one in answer.claims
        ] == [
            (one["text"], one["verdict"], one["note"], [each["quote"] for each in one["citations"]])
            for one in old["claims"]
        ]
        assert answer.options == tuple(old["options"])
        shown = finished_html(1, answer, cards(answer)) + how_made_html(answer)
        for mark in set(re.findall(r"\[(\d)\]", old["text"])):
            assert f'href="#evidence-1-{mark}"' in shown or answer.comparisons
        assert copy_text(answer).startswith(answer.question)
        assert from_json(to_json(answer)) == answer
    assert all(one.history() for one in opened)


def test_old_quotes_are_quotes_and_old_lists_stay_together() -> None:
    answers = [from_json(row["answer"]) for row in rows(GOLDEN[0])["exchanges"] if row["answer"]]
    quotes = [part for one in answers for part in one.parts if isinstance(part, Quote)]
    assert len(quotes) > 20
    assert any(quote.joined for quote in quotes)


def test_a_withheld_claim_of_schema_1_stays_withheld() -> None:
    answers = [row["answer"] for row in rows(GOLDEN[0])["exchanges"]]
    old = next(one for one in answers if one["mode"] == "model" and len(one["claims"]) == 4)
    kept, *withheld = old["claims"]
    text = (
        f"{kept['text'][:-1]} [1].\n\n3 statements were left out because no source supports them."
    )
    claims = [kept, *({**claim, "withheld": True, "citations": []} for claim in withheld)]
    answer = from_json({**old, "text": text, "claims": claims})
    assert answer.text == text
    assert [claim.withheld for claim in answer.claims] == [False, True, True, True]


def test_an_answer_of_a_newer_bernard_is_not_guessed_at() -> None:
    answer = to_json(from_json(rows(GOLDEN[0])["exchanges"][1]["answer"]))
    with pytest.raises(BernardError, match="newer version of Bernard"):
        from_json({**answer, "schema": SCHEMA + 1})


def moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
