"""What may be quoted of a passage: found by its blocks' kinds, stored with it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sqlalchemy import select, text

from knowledge.catalogue.read import pack_block
from knowledge.catalogue.sqlite.database import Database
from knowledge.catalogue.sqlite.schema import CATALOGUE, migrate
from knowledge.catalogue.tables import PassageRow
from knowledge.documents import units
from knowledge.documents.blocks import Reading, ReadingBuilder
from knowledge.documents.passages import Draft, split
from knowledge.documents.units import LONGEST_WHOLE, UnitKind, find_units
from tests.knowledge.doubles import TestLibrary, WordVectors
from tests.knowledge.migrating import earlier as earlier_catalogue
from tests.people import HERE

DOCUMENT = """# Leave

You get 25 days of annual leave each year. This does not count bank holidays.

## Asking for leave

Before you ask, make sure that:

- your manager knows the dates
- your work is covered

| Grade | Days of leave |
|---|---|
| Officer | 25 days of leave |
| Director | 30 days of leave |

Owner: People Directorate
"""


def _units(builder: ReadingBuilder, *path: str) -> list[tuple[UnitKind, str, str]]:
    """(kind, words quoted, words held to a question) of the whole as one passage."""
    reading = builder.build()
    found = find_units(reading, 0, len(reading.text), path)
    return [
        (unit.kind, reading.text[slice(*unit.quoted)], unit.words(reading.text)) for unit in found
    ]


def _quotable(text: str) -> list[str]:
    builder = ReadingBuilder()
    builder.paragraph(text)
    return [quoted for _, quoted, _ in _units(builder)]


@pytest.mark.parametrize(
    "pointer",
    [
        "See also the Gifts and Hospitality Policy.",
        "4.2 Please refer to the Travel Policy, section 3.",
        "(See Annex B for the forms and the rates.)",
    ],
)
def test_a_sentence_that_only_leads_elsewhere_is_not_quoted(pointer: str) -> None:
    said = "Gifts worth £25 or more must be declared."
    assert _quotable(f"{said} {pointer}") == [said]


@pytest.mark.parametrize(
    "sentence",
    [
        "See a doctor within three days and send the certificate, signed and dated, to HR.",
        "Seek the agreement of your manager before you travel.",
    ],
)
def test_a_rule_that_opens_like_one_is_quoted(sentence: str) -> None:
    assert _quotable(sentence) == [sentence]


def test_a_short_list_is_quoted_whole_with_what_announces_it() -> None:
    builder = ReadingBuilder()
    builder.paragraph("Ask in time. Before you ask, make sure that:")
    builder.list_item("- your manager knows the dates")
    builder.list_item("- your work is covered")
    *_, first, second = _units(builder)
    whole = (
        "Before you ask, make sure that:\n\n- your manager knows the dates\n- your work is covered"
    )
    assert first == (
        UnitKind.ITEM, whole, "Before you ask, make sure that: - your manager knows the dates"
    )  # fmt: skip
    assert second[1:] == (whole, "Before you ask, make sure that: - your work is covered")


def test_of_a_long_list_each_item_is_quoted() -> None:
    builder = ReadingBuilder()
    items = [f"- form number {n} is sent to the registry" for n in range(LONGEST_WHOLE // 30)]
    for item in items:
        builder.list_item(item, depth=1)
    assert [quoted for _, quoted, _ in _units(builder)] == items


def test_what_only_looks_like_an_item_of_a_list_is_none() -> None:
    builder = ReadingBuilder()
    builder.paragraph("- 5 degrees are forecast for the night. - 8 degrees on high ground.")
    builder.paragraph("- 3 degrees are forecast for the morning.")
    assert [kind for kind, _, _ in _units(builder)] == [UnitKind.SENTENCE] * 3
    builder = ReadingBuilder()
    builder.list_item("- the registry keeps the forms")
    assert [kind for kind, _, _ in _units(builder)] == [UnitKind.ITEM]


def test_a_row_hangs_on_its_header_though_others_have_one_cell() -> None:
    builder = ReadingBuilder()
    builder.table([["Grade", "Days of leave"], ["In the first year"], ["Officer", "25"]], 1)
    assert [words for _, _, words in _units(builder)] == [
        "Grade | Days of leave In the first year",
        "Grade | Days of leave Officer | 25",
    ]


def test_a_paragraph_that_looks_like_a_row_is_none() -> None:
    builder = ReadingBuilder()
    builder.paragraph("Contact the registry | Career opportunities | Sitemap")
    ((kind, quoted, words),) = _units(builder)
    assert (kind, words) == (UnitKind.SENTENCE, quoted)


def test_a_table_that_begins_in_an_earlier_passage_left_its_header_there() -> None:
    builder = ReadingBuilder()
    rows = [
        ["Grade", "Days"],
        ["Officer of the registry", "25"],
        ["Others ask the registry of staff"],
    ]
    builder.table(rows, 1)
    reading = builder.build()
    start = reading.text.index("Officer")
    found = find_units(reading, start, len(reading.text), ())
    words = [unit.words(reading.text[start:]) for unit in found]
    assert words == ["Officer of the registry | 25", "Others ask the registry of staff"]


def test_code_is_one_block() -> None:
    builder = ReadingBuilder()
    builder.code("run the first check\n\nrun the second check")
    whole = "run the first check\n\nrun the second check"
    assert [quoted for _, quoted, _ in _units(builder)] == [whole, whole]


def test_a_heading_that_is_read_in_front_is_not_quoted_again() -> None:
    builder = ReadingBuilder()
    builder.heading("Gifts worth £25 or more", 1)
    builder.paragraph("They must be declared to the registry within days.")
    builder.paragraph("Gifts worth £25 or more")
    (unit,) = _units(builder, "Gifts worth £25 or more")
    assert unit[1] == "They must be declared to the registry within days."


def test_the_lines_of_the_cover_are_known() -> None:
    builder = ReadingBuilder()
    builder.table([["Owner", "People Directorate of Wales"], ["Review by", "May 2027"]])
    builder.paragraph("Leave is asked for in writing.")
    assert [kind for kind, _, _ in _units(builder)] == [UnitKind.COVER, UnitKind.SENTENCE]


def test_what_a_document_holds_is_stored_with_its_passages(
    library: TestLibrary, model: WordVectors
) -> None:
    library.load(DOCUMENT, "leave.md")
    current = library.named("leave.md").current
    assert current is not None
    reading = Reading(library.text(HERE, current.id), library.blocks(HERE, current.id))
    passages = library.passages(HERE, current.id)
    for one in passages:
        assert one.units == find_units(reading, one.start, one.end, one.heading_path)
    assert {unit.kind for one in passages for unit in one.units} == set(UnitKind)
    stored = {one.id: one for one in passages}
    for found in library.search("annual leave", HERE):
        assert found.passage == stored[found.passage.id]


@pytest.fixture
def earlier(tmp_path: Path) -> Database:
    """A catalogue of the version before, with `_loaded_before` in it twice."""
    database = earlier_catalogue(tmp_path / "catalogue.sqlite3", "0006")
    reading, drafts = _loaded_before()
    at = "2026-01-01 00:00:00"
    with database.write() as session:
        session.execute(text(f"INSERT INTO collections VALUES (1, 'HR', '', '{at}')"))
        for document in (1, 2):
            session.execute(
                text(
                    "INSERT INTO documents(id, collection_id, source, title, owner, created_at) "
                    f"VALUES (:id, 1, :id, 'A', '', '{at}')"
                ),
                {"id": document},
            )
            session.execute(
                text(
                    "INSERT INTO versions(id, document_id, number, state, content_hash, text_hash, "
                    "file_name, title, characters, passages, warnings, loaded_by, loaded_at, text, "
                    "blocks) VALUES (:id, :id, 1, 'staged', 'c', 't', 'a.md', 'A', 1, 1, '[]', '', "
                    f"'{at}', :text, :blocks)"
                ),
                {
                    "id": document,
                    "text": reading.text,
                    "blocks": json.dumps([pack_block(one) for one in reading.blocks]),
                },
            )
            session.execute(
                text(
                    "INSERT INTO passages(version_id, ordinal, start, end, heading_path, context, "
                    "text, embedded_hash) VALUES (:id, :n, :start, :end, :path, '', :text, 'e')"
                ),
                [
                    {
                        "id": document,
                        "n": n,
                        "start": one.start,
                        "end": one.end,
                        "path": json.dumps(one.heading_path),
                        "text": reading.text[one.start : one.end],
                    }
                    for n, one in enumerate(drafts)
                ],
            )
    return database


def _loaded_before() -> tuple[Reading, list[Draft]]:
    builder = ReadingBuilder()
    for number in range(30):
        builder.heading(f"Part {number}", 1)
        builder.paragraph(
            f"Form {number} is sent to the registry. It is kept there for seven financial years."
        )
        builder.list_item(f"- copies of form {number} are destroyed")
    reading = builder.build()
    return reading, split(reading, WordVectors().count_tokens)


def _stored(database: Database) -> list[object]:
    query = select(PassageRow.units).order_by(PassageRow.version_id, PassageRow.ordinal)
    with database.read() as session:
        return list(session.scalars(query))


def test_what_was_loaded_before_gets_its_units(earlier: Database) -> None:
    migrate(earlier, CATALOGUE)
    expected = [draft.units for draft in _loaded_before()[1]]
    assert _stored(earlier) == [*expected, *expected]
    assert all(len(found) == 3 for found in expected)
    earlier.close()


def test_a_migration_that_is_cut_short_begins_again(
    earlier: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = []

    def cut_short(*given: object) -> object:
        calls.append(given)
        if len(calls) > 40:
            raise KeyboardInterrupt
        return find_units(*given)  # type: ignore[arg-type]

    with monkeypatch.context() as patched:
        patched.setattr(units, "find_units", cut_short)
        with pytest.raises(KeyboardInterrupt):
            migrate(earlier, CATALOGUE)
    migrate(earlier, CATALOGUE)
    expected = [draft.units for draft in _loaded_before()[1]]
    assert _stored(earlier) == [*expected, *expected]
    earlier.close()
