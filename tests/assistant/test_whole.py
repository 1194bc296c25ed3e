"""Without a model an answer leads with the passage as people read it: whole, with its header, and
never with what another code says."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant.answers.parts import Quote
from assistant.answers.status import Status
from knowledge.access import on_this_machine
from knowledge.language.codes import codes
from knowledge.library import Details, Library, NewFile
from knowledge.work import worker
from tests.assistant.asking import ask
from tests.homes import NewHome

ROWS = "\n".join(
    f"| KX-{n} | cupboard {n % 9} | shelf {n % 7} | {2020 + n % 9} |" for n in range(310, 390)
)
HEADER = "| Key | Room | Kept on | Made in |\n|---|---|---|---|"
DOCUMENTS = {
    "keys.md": f"# Keys\n\n## Where keys are\n\n{HEADER}\n{ROWS}\n",
    "tools.md": (
        "# Tools\n\n## Saws\n\nPart SW-20: a hand saw for wood. It is sharpened every 3 months.\n\n"
        "Part SW-28: a band saw for metal. It is sharpened every 8 weeks.\n\n"
        "Part SW-20-B: a hand saw with a blue grip. It is sharpened every 3 months.\n"
    ),
    "prices.md": (
        "# Prices\n\n## Membership\n\nPrices are for a year of membership.\n\n"
        "| Who | Price |\n|---|---|\n| One person | £20 |\n| Family | £45 |\n| Pupil | £8 |\n"
    ),
    "loans.md": (
        "# Loans\n\n## 2. Lending a bicycle\n\nA member may borrow a bicycle for two weeks.\n\n"
        "This is extended by a week if nobody waits for it, but never over the summer.\n\n"
        "## 3. Kinds of insurance\n\nA broken chain is mended at the club's cost.\n\n"
        "A lost lamp is paid by the member.\n"
    ),
}


@pytest.fixture(scope="module")
def club(tmp_path_factory: pytest.TempPathFactory, new_home: NewHome) -> Iterator[Library]:
    with Library.open(new_home(tmp_path_factory.mktemp("club") / "home")) as library:
        new = [
            NewFile(text.encode(), name, "Club", Details(), name)
            for name, text in DOCUMENTS.items()
        ]
        library.add_together(on_this_machine(), new, "club")
        worker.run(library.home, until_idle=True)
        yield library


def test_the_passage_stands_whole_and_what_decides_is_marked(club: Library) -> None:
    answer = ask(club, "For how long may a member borrow a bicycle?")
    lead = answer.parts[0]
    assert isinstance(lead, Quote) and not lead.also
    assert lead.claim.text.startswith("A member may") and "over the summer" in lead.claim.text
    decides = [lead.claim.text[start:end] for start, end in lead.claim.strong]
    assert "A member may borrow a bicycle for two weeks." in decides
    assert [one.quote for one in lead.claim.citations] == decides


def test_a_row_stands_under_its_header_wherever_that_is(club: Library) -> None:
    answer = ask(club, "Where is key KX-377 kept?")
    assert answer.status is Status.ANSWERED
    first = answer.claims[0]
    assert first.text == "Key | Room | Kept on | Made in\nKX-377 | cupboard 8 | shelf 6 | 2028"
    row, header = first.citations
    assert (row.quote, header.quote) == tuple(reversed(first.text.split("\n")))


def test_another_code_never_stands_beside_the_one_asked(club: Library) -> None:
    text = ask(club, "How often is an SW 28 sharpened?").text
    assert "8 weeks" in text and "3 months" not in text


def test_a_code_is_a_question_of_its_own(club: Library) -> None:
    first = ask(club, "For how long may a member borrow a bicycle?")
    from assistant.answers.answer import Turn

    history = (Turn("user", first.question), first.turn)
    assert ask(club, "When was KX-311 made?", history).claims[0].text.endswith("| 2025")


def test_a_heading_asked_for_brings_its_section(club: Library) -> None:
    answer = ask(club, "Which kinds of insurance are there?")
    assert answer.status is Status.ANSWERED
    assert "lost lamp" in answer.claims[0].text


def test_codes() -> None:
    assert codes("LT 4470, LT-4470, GH1 and BX-21417/3") == {"LT4470", "GH1", "BX214173"}
    assert codes("May 2026, the EU, 30 days, Section 4, a-1, IT") == frozenset()


def test_of_a_table_only_the_row_that_is_asked_for_is_marked(club: Library) -> None:
    def marked(question: str) -> list[str]:
        lead = ask(club, question).claims[0]
        return [lead.text[start:end] for start, end in lead.strong]

    rows = marked("What does a year's membership cost for a family?")
    assert [one for one in rows if "|" in one] == ["Family | £45"]
    assert not any("|" in one for one in marked("What are the prices of membership?"))
