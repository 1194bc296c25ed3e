"""Which passages a model is given to write from, out of a real library."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.answering.desk import Desk, tokens_of
from assistant.answering.evidence.find import DESK_LIMIT, find
from assistant.answering.evidence.in_time import InTime
from assistant.answers.given import Given
from knowledge.documents.types import Found
from knowledge.library import Library, SearchQuery
from tests.assistant.fakes import FakeLibrary, found, passage
from tests.knowledge.doubles import TestLibrary, WordVectors
from tests.people import HERE

SECURITY = (
    "# Security incidents\n\nReport a lost or stolen laptop to the service desk within 24 hours.\n"
)
DEVICES = (
    "# Passwords and devices\n\n"
    "Report a lost or stolen laptop to the service desk within 2 hours.\n"
)
SHORT = (
    "# Parking\n\n## Who\n\nStaff with a permit may park.\n\n## Where\n\nUse the rear yard only.\n"
)


def long_policy() -> str:
    """Forty sections, each a passage of its own."""
    sections = [
        f"## {n}. Topic{n}\n\nTopic{n} is decided by officer{n} of the department. "
        + f"The form for topic{n} is kept by registry{n}. " * 12
        for n in range(1, 41)
    ]
    sections[6] += "Where it is refused, follow section 31.\n"
    return "# Great handbook\n\n" + "\n\n".join(sections)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    home: Path = tmp_path_factory.mktemp("desk")
    with TestLibrary.open(home) as opened:
        opened.double = WordVectors()
        documents = {"a.md": SECURITY, "b.md": DEVICES, "c.md": SHORT, "d.md": long_policy()}
        for name, text in documents.items():
            opened.add(HERE, text.encode(), name, "Estates")
        opened.work()
        opened.conflicts.look(HERE)
        yield opened


def desk(library: Library, question: str, tokens: int = 8_000) -> tuple[Given, ...]:
    near = find(SearchQuery(question), library, HERE, limit=DESK_LIMIT)
    return Desk(near, InTime(near), library, HERE).sources(tokens)


def whys(sources: tuple[Given, ...]) -> dict[str, str]:
    return {each.found.passage.text.split("\n")[-1][:40]: each.why for each in sources}


def laid(library: Library, first: list[Found], tokens: int = 8_000) -> tuple[Given, ...]:
    """With only these found."""
    return Desk(first, InTime(tuple(first)), library, HERE).sources(tokens)


def test_the_other_side_of_a_known_conflict_is_always_there(library: Library) -> None:
    near = find(SearchQuery("lost laptop security team 24 hours"), library, HERE)
    one = next(item for item in near if "24 hours" in item.passage.text)
    sources = laid(library, [one])
    other = [each for each in sources if each.why == "says otherwise"]
    assert ["2 hours" in each.found.passage.text for each in other] == [True]
    # Also where there is next to no room.
    assert len(laid(library, [one], tokens_of(one.passage) * 2 + 40)) == 2


def test_what_a_curator_dismissed_is_no_conflict(library: Library) -> None:
    (conflict,) = library.conflicts.listed(HERE)
    near = find(SearchQuery("lost laptop security team 24 hours"), library, HERE)
    one = next(item for item in near if "24 hours" in item.passage.text)
    library.conflicts.dismiss(HERE, conflict.id)
    try:
        assert library.conflicts.against(HERE, [one.passage]) == []
    finally:
        library.conflicts.take_back(HERE, conflict.id)
    assert len(library.conflicts.against(HERE, [one.passage])) == 1


def test_a_short_document_that_leads_is_given_whole_in_reading_order(library: Library) -> None:
    near = find(SearchQuery("who may park with a permit"), library, HERE)
    ours = [item for item in near if "Parking" in item.passage.title][:1]
    sources = laid(library, ours)
    texts = " ".join(each.found.passage.text for each in sources)
    assert "permit may park" in texts and "rear yard" in texts
    starts = [each.found.passage.start for each in sources]
    assert starts == sorted(starts)


def test_of_a_long_one_the_neighbours_and_what_it_refers_to(library: Library) -> None:
    near = find(SearchQuery("who decides topic7"), library, HERE)
    best = next(item for item in near if "officer7 " in item.passage.text)
    kept = {each.why: each.found.passage.text for each in laid(library, [best])}
    assert "officer31 " in kept["referred to"]
    assert "officer6 " in kept["beside the best"] or "officer8 " in kept["beside the best"]


def test_sources_fit_their_room() -> None:
    many = [found(passage(n, f"Rule {n} says what to do here. " * 20, f"T{n}")) for n in range(60)]
    library = FakeLibrary([item.passage for item in many])
    for tokens in (1_000, 4_000):
        sources = laid(library, many, tokens)
        assert len(sources) > 1
        assert sum(tokens_of(each.found.passage) for each in sources) <= tokens
    assert len(laid(library, many, 1)) == 1
    assert laid(library, []) == ()


def test_what_says_nothing_or_the_same_again_takes_no_place() -> None:
    text = "Staff may carry over ten days of leave where their manager agrees to it in writing."
    many = [
        found(passage(1, text, "Leave")),
        found(passage(2, f"{text}", "Leave")),
        found(passage(3, text, "Leave in Wales")),
        found(passage(4, "Back to top", "Leave")),
    ]
    sources = laid(FakeLibrary([item.passage for item in many]), many)
    assert [each.found.passage.id for each in sources] == [1, 3]
