"""A part that the question names by its number: found in the document named, quoted whole."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from assistant.answering.evidence.named_part import MOST_BLOCKS, find_part, named_part
from assistant.answers.answer import Turn
from assistant.answers.status import Status
from knowledge.documents.types import Passage
from knowledge.documents.units import is_cover_line
from knowledge.library import Library, SearchQuery
from knowledge.work import worker
from tests.assistant.asking import ask
from tests.people import HERE


@pytest.mark.parametrize(
    ("question", "title", "opens"),
    [
        ("What does paragraph 4.3 of the annual leave policy say?", "Annual Leave Policy 2026",
         "4.3 Ask to carry leave over in the People Portal by 15 March."),
        ("paragraph 5.3 conflicts of interest", "Conflicts of Interest Policy", "5.3 Fees for"),
        ("show me para. 4.3 in the travel policy", "Travel Policy", "4.3 Taxis may be used"),
        ("Annual leave policy 4.2?", "Annual Leave Policy 2026", "4.2 An employee may carry over"),
    ],
)  # fmt: skip
def test_the_paragraph_alone_is_the_answer(
    sample_library: Library, question: str, title: str, opens: str
) -> None:
    answer = ask(sample_library, question)
    assert answer.status is Status.ANSWERED
    assert answer.text.startswith(opens)
    assert [claim.citations[0].title for claim in answer.claims] == [title]
    assert answer.found[0].reasons[-1].by == "number"


def test_a_section_is_quoted_paragraph_by_paragraph(sample_library: Library) -> None:
    answer = ask(sample_library, "What does section 4 of the annual leave policy say?")
    assert [claim.text[:4] for claim in answer.claims] == ["4.1 ", "4.2 ", "4.3 ", "4.4 ", "4.5 "]


def test_what_is_asked_beside_it_comes_behind_it(sample_library: Library) -> None:
    answer = ask(sample_library, "contract approvals 4.2, does a 12% increase need fresh approval")
    assert answer.status is Status.ANSWERED
    assert answer.text.startswith("4.2 A change that raises the value by more than 10 per cent")
    assert len(answer.claims) > 1


def test_the_document_may_be_named_the_turn_before(sample_library: Library) -> None:
    answer = ask(
        sample_library,
        "And what does paragraph 4.4 say?",
        (Turn("user", "What is in the annual leave policy?"), Turn("assistant", "Much.")),
    )
    assert answer.text.startswith("4.4 More than 10 days may be carried over only by people")


def test_a_part_that_is_not_there_is_said_to_be_missing(sample_library: Library) -> None:
    answer = ask(sample_library, "What is in annex B of the travel policy?")
    assert answer.status is Status.NOT_COVERED
    assert answer.notice == "“Travel Policy” has no annex B."


def test_a_number_that_the_document_speaks_of_is_not_said_to_be_missing(
    sample_library: Library,
) -> None:
    """Section 40 of the Act stands in a table of the guide."""
    answer = ask(sample_library, "section 40 freedom of information requests")
    assert "has no section" not in answer.notice


@pytest.mark.parametrize(
    "question",
    [
        "Does section 4 of the Freedom of Information Act cover information requests?",  # of a law
        "What does the passwords policy say about TLS 1.2?",  # no part of it
        "How long is leave in paragraph 4.3?",  # of one policy or another
        "What does paragraph 4.3 say?",  # of none
        "What's 4 days of annual leave worth?",
        "Can I spend £4.20 under the travel policy?",
    ],
)
def test_other_numbers_lead_nowhere(sample_library: Library, question: str) -> None:
    answer = ask(sample_library, question)
    assert all(reason.by != "number" for item in answer.found for reason in item.reasons)


def _passage(text: str, start: int, *headings: str) -> Passage:
    return Passage(start, 1, 1, 1, 1, "Guide", "guide.md", "", headings, None, start,
                   start + len(text), text)  # fmt: skip


def _found(number: str, *passages: Passage) -> list[str]:
    return [block.text for block in find_part(passages, number)]


def test_a_paragraph_ends_where_the_next_of_its_depth_begins() -> None:
    passage = _passage(
        "4 Leave\n\n4.2 You may:\n\na) rest\nb) travel\n\n4.2.1 Or not.\n\n4.3 Ask.", 0, "4 Leave"
    )
    assert _found("4.2", passage) == ["4.2 You may:", "a) rest\nb) travel", "4.2.1 Or not."]
    assert _found("4.2.1", passage) == ["4.2.1 Or not."]
    assert _found("4.4", passage) == []


def test_a_paragraph_goes_on_in_the_next_passage_but_not_under_the_next_heading() -> None:
    passages = (
        _passage("12. You may:", 0, "Leave"),
        _passage("rest at home", 20, "Leave"),
        _passage("Pay\n\nPay is monthly.", 40, "Pay"),
    )
    assert _found("12", *passages) == ["12. You may:", "rest at home"]


def test_a_number_that_opens_a_sentence_numbers_nothing() -> None:
    passage = _passage("12 days are the limit.\n\nA manager decides.", 0, "Leave")
    assert _found("12", passage) == _found("A", passage) == []


def test_an_annex_is_found_by_its_letter() -> None:
    passages = (
        _passage("Annex A: Rates\n\nThe rate is 45p.", 0, "Annex A: Rates"),
        _passage("A guide\n\nRead it.", 50, "A guide"),
    )
    assert _found("a", *passages) == ["The rate is 45p."]


@pytest.mark.parametrize(
    ("line", "cover"),
    [
        ("Owner | Propriety and Ethics Team", True),
        ("Review by: 12 May 2027", True),
        ("This policy replaces the Travel Policy of 2019.", True),
        ("Owners of a budget may approve up to £500.", False),
        ("Version control is required for all code.", False),
    ],
)
def test_the_lines_of_a_cover(line: str, cover: bool) -> None:
    assert is_cover_line(line) is cover


def test_a_cover_is_quoted_to_those_who_ask_for_it_alone(sample_library: Library) -> None:
    answer = ask(sample_library, "Who is the owner of the conflicts of interest policy?")
    assert "Owner | Propriety and Ethics Team" in answer.text
    other = ask(
        sample_library, "does being off with pregnancy sickness count towards a formal review"
    )
    assert "Owner |" not in other.text


def test_a_long_section_says_that_it_goes_on(home: Path) -> None:
    rules = "\n\n".join(f"2.{n} Rule number {n} of the house." for n in range(1, 20))
    with Library.open(home) as library:
        library.add(HERE, f"# House Rules\n\n## 2 Rules\n\n{rules}".encode(), "h.md", "H")
        assert worker.run(library.home, until_idle=True)
        answer = ask(library, "What does section 2 of the house rules say?")
    assert len(answer.claims) == MOST_BLOCKS
    assert answer.notice.endswith("how section 2 of “House Rules” begins. Open it to read on.")


@pytest.mark.parametrize("word", ["x", "inging", "漢字", "1.", "paragraph ", "s ", "4.2, "])
def test_a_long_word_is_read_once(word: str, sample_library: Library) -> None:
    question = (word * 9_900)[:9_900]
    began = time.process_time()
    named_part(SearchQuery(question), (), sample_library, HERE)
    assert time.process_time() - began < 0.5
