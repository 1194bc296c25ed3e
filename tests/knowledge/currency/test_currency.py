"""Suggestions, decisions, days to come and days past, in a real library."""

from __future__ import annotations

import secrets
from datetime import date, timedelta

import pytest

from knowledge.curation.suggestions import Succession
from knowledge.documents.statements import Field
from knowledge.documents.types import JobState, VersionState
from knowledge.errors import NotAllowed, NotFound
from knowledge.index.take_effect import follow_calendar
from knowledge.language.dates import Days
from knowledge.language.wording import day
from knowledge.library import Details, SearchQuery
from tests.knowledge.doubles import TestLibrary, WordVectors
from tests.people import BY, HERE, STRANGER, somebody

TOMORROW = date.today() + timedelta(days=1)


def mark() -> str:
    return "w" + secrets.token_hex(6)


def suggested(library: TestLibrary, source: str) -> dict[Field, str]:
    document = library.named(source)
    return {
        one.field: one.value
        for one in library.suggestions.listed(HERE)
        if one.document_id == document.id
    }


def test_opening_lines_suggest_and_never_overwrite(
    library: TestLibrary, model: WordVectors
) -> None:
    word = mark()
    text = f"# {word}\n\nEffective from 1 April 2025\n\nReview by: 1 April 2026\n\nOwner: HR Team"
    details = Details(effective_from=date(2025, 5, 1), owner="People Team")
    library.load(text, f"{word}.md", details=details)
    document = library.named(f"{word}.md")
    assert document.current is not None
    assert (document.owner, document.current.effective_from) == ("People Team", date(2025, 5, 1))
    assert document.current.review_by is None
    assert suggested(library, f"{word}.md") == {
        Field.EFFECTIVE_FROM: "2025-04-01",
        Field.REVIEW_BY: "2026-04-01",
        Field.OWNER: "HR Team",
    }
    currency = library.suggestions
    currency.confirm(HERE, document.current.id, Field.REVIEW_BY)
    currency.confirm(HERE, document.current.id, Field.OWNER)
    currency.refuse(HERE, document.current.id, Field.EFFECTIVE_FROM)
    after = library.named(f"{word}.md")
    assert after.current is not None
    assert (after.owner, after.current.review_by) == ("HR Team", date(2026, 4, 1))
    assert after.current.effective_from == date(2025, 5, 1)
    assert suggested(library, f"{word}.md") == {}
    currency.look_again(HERE)
    assert suggested(library, f"{word}.md") == {}
    with pytest.raises(NotFound):
        currency.confirm(HERE, document.current.id, Field.OWNER)


def test_what_is_said_already_is_no_suggestion(library: TestLibrary, model: WordVectors) -> None:
    word = mark()
    library.load(f"---\nowner: HR Team\n---\n# {word}\n\nOwner: HR Team", f"{word}.md")
    assert suggested(library, f"{word}.md") == {}


def test_who_is_no_curator_or_may_not_see_it(library: TestLibrary, model: WordVectors) -> None:
    word = mark()
    library.load(f"# {word}\n\nOwner: HR Team", f"{word}.md")
    currency, document = library.suggestions, library.named(f"{word}.md")
    assert document.current is not None
    with pytest.raises(NotAllowed):
        currency.listed(STRANGER)
    curator = somebody("other", curates=(9_999,))
    assert currency.listed(curator) == []
    with pytest.raises(NotFound):
        currency.confirm(curator, document.current.id, Field.OWNER)
    assert library.earlier.histories(STRANGER, [document.id]) == {document.id: []}
    held = library.earlier.histories(HERE, [document.id])[document.id]
    assert library.earlier.search(SearchQuery(word), STRANGER, held) == []
    assert library.earlier.search(SearchQuery(word), HERE, held)


def test_a_version_waits_for_its_day(library: TestLibrary, model: WordVectors) -> None:
    old, new = mark(), mark()
    library.load(f"About {old}.", f"{old}.md")
    job = library.load(f"About {new}.", f"{old}.md", details=Details(effective_from=TOMORROW))
    assert job.state is JobState.LOADED
    assert f"It comes into force on {day(TOMORROW)}, not before." in job.reason
    document = library.named(f"{old}.md")
    assert document.current is not None
    assert document.current.number == 1
    texts = [found.passage.text for found in library.search(new, HERE)]
    assert f"About {new}." not in texts
    assert follow_calendar(BY, library._database, lambda: library.upkeep) == 0
    again = library.load(f"About {new}.", f"{old}.md", details=Details(effective_from=TOMORROW))
    assert again.state is JobState.UNCHANGED
    assert follow_calendar(BY, library._database, lambda: library.upkeep, TOMORROW) == 1
    after = library.named(f"{old}.md")
    assert after.current is not None
    assert after.current.number == 2
    texts = [found.passage.text for found in library.search(new, HERE)]
    assert f"About {new}." in texts
    assert library.index_health(HERE).ok


def test_a_beginning_to_come_that_nobody_gave_is_warned_of(
    library: TestLibrary, model: WordVectors
) -> None:
    word = mark()
    library.load(f"About {word}.", f"{word}.md")
    job = library.load(f"Effective from {day(TOMORROW)}\n\nNow {word}.", f"{word}.md")
    assert any(day(TOMORROW) in warning for warning in job.warnings)
    document = library.named(f"{word}.md")
    assert document.current is not None
    sentence = library.suggestions.confirm(HERE, document.current.id, Field.EFFECTIVE_FROM)
    assert day(TOMORROW) in sentence
    after = library.named(f"{word}.md")
    assert after.current is not None
    assert after.current.number == 1
    states = [one.state for one in library.versions(HERE, document.id)]
    assert states == [VersionState.STAGED, VersionState.PUBLISHED]
    assert follow_calendar(BY, library._database, lambda: library.upkeep, TOMORROW) == 1
    assert library.index_health(HERE).ok


def test_a_confirmed_successor(library: TestLibrary, model: WordVectors) -> None:
    word = mark()
    library.load(
        f"# Travel Policy {word}\n\nOld {word}.",
        "old.md",
        details=Details(effective_from=date(2019, 1, 1)),
    )
    library.load(
        f"# Journeys {word}\n\nThis policy replaces the Travel Policy {word}.\n\nNew {word}.",
        "new.md",
        details=Details(effective_from=date(2024, 1, 1)),
    )
    old, new = library.named("old.md"), library.named("new.md")
    assert new.current is not None
    currency = library.suggestions
    assert currency.replacing(HERE, [old.id, new.id]) == [Succession(new.id, old.id, stated=True)]
    assert currency.replacing(STRANGER, [old.id, new.id]) == []
    currency.confirm(HERE, new.current.id, Field.REPLACES)
    assert currency.replacing(HERE, [old.id, new.id]) == []
    assert "old.md" not in library.sources(word)
    held = library.earlier.histories(HERE, [new.id])[new.id]
    assert [(one.since, one.until, one.current) for one in held] == [
        (date(2019, 1, 1), date(2023, 12, 31), False),
        (date(2024, 1, 1), None, True),
    ]
    asked = Days(date(2020, 1, 1), date(2020, 1, 1))
    then = [one for one in held if one.overlaps(asked)]
    found = library.earlier.search(SearchQuery(word), HERE, then)
    assert {one.passage.source for one in found} == {"old.md"}
    assert {one.passage.until for one in found} == {date(2023, 12, 31)}
    assert library.index_health(HERE).ok
    version = library.versions(HERE, old.id)[0]
    library.restore(HERE, version.id)
    assert [one.current for one in library.earlier.histories(HERE, [new.id])[new.id]] == [True]


def test_a_successor_that_waits_leaves_its_predecessor_in_force(
    library: TestLibrary, model: WordVectors
) -> None:
    word = mark()
    library.load(f"# Travel {word}\n\nOld {word}.", f"old-{word}.md")
    library.load(
        f"# Journeys {word}\n\nEffective from {day(TOMORROW)}\n\n"
        f"This policy replaces the Travel {word}.",
        f"new-{word}.md",
    )
    current = library.named(f"new-{word}.md").current
    assert current is not None
    library.suggestions.confirm(HERE, current.id, Field.REPLACES)
    assert library.named(f"old-{word}.md").current is None
    library.suggestions.confirm(HERE, current.id, Field.EFFECTIVE_FROM)
    assert library.named(f"old-{word}.md").current is not None
    assert library.named(f"new-{word}.md").current is None
    assert follow_calendar(BY, library._database, lambda: library.upkeep, TOMORROW) == 1
    assert Field.REPLACES in suggested(library, f"new-{word}.md")
    assert library.index_health(HERE).ok


def test_periods_follow_from_beginnings(library: TestLibrary, model: WordVectors) -> None:
    word = mark()
    for year in (2020, 2022, 2024):
        details = Details(effective_from=date(year, 4, 1))
        library.load(f"About {word} in {year}.", f"{word}.md", details=details)
    document = library.named(f"{word}.md")
    held = library.earlier.histories(HERE, [document.id])[document.id]
    assert [one.period for one in held] == [
        "in force from 1 April 2020 until 31 March 2022",
        "in force from 1 April 2022 until 31 March 2024",
        "in force since 1 April 2024",
    ]
    march = Days(date(2022, 3, 1), date(2022, 3, 31))
    assert [one.number for one in held if one.overlaps(march)] == [1]
    library.restore(HERE, held[0].version_id)
    again = library.earlier.histories(HERE, [document.id])[document.id]
    assert again[-1].current
    assert again[-1].number == 1
