"""Search by words: references and figures exactly, words however they are written."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from knowledge.language.spelling import other_forms
from tests.knowledge.doubles import TestLibrary
from tests.people import HERE

#: Of each group a question must find its own document first; the others are near misses.
DOCUMENTS = {
    "s21a.md": "Contracts of this size go to tender under s.21A of the order.",
    "s21.md": "Contracts of this size go to tender under s.21 of the order, annex A.",
    "s21b.md": "Contracts of this size go to tender under s.21B of the order.",
    "ir35.md": "Status of workers is decided under IR35 by the hiring manager.",
    "ir5.md": "Status of workers is decided under IR5, 35 days before, by the hiring manager.",
    "thirty-thousand.md": "Spending of £30,000 or more needs the consent of finance.",
    "three-thousand.md": "Spending of £3,000 or more needs the consent of finance: 30 days.",
    "plain-figure.md": "Grants of £45000 are paid in two parts by finance.",
    "para-4-2.md": "4.2 Gifts are entered in the register.",
    "para-4-20.md": "4.20 Gifts are entered in the register, of which 2 in 4 are checked.",
    "para-14-2.md": "14.2 Gifts are entered in the register.",
    "tc689.md": "Send form TC689 to name an intermediary.",
    "tc68.md": "Send form TC68 to name an intermediary.",
    "memo-3.md": "Memo HMRC/2024/03 sets out the thresholds.",
    "memo-4.md": "Memo HMRC/2024/04 sets out the thresholds, revised on 03 May.",
    "memo-old.md": "Memo HMRC/2023/03 sets out the thresholds of 2024.",
    "working-age.md": "Benefits for working-age claimants stop at the pension age.",
    "email.md": "Write an email to the registrar.",
    "policies.md": "Departmental policies are reviewed each spring.",
    "manager.md": "The manager's consent is kept on file.",
    "unions.md": "Trade unions' representatives have paid time off.",
    "organisation.md": "The organisation keeps its colour scheme.",
    "program.md": "The training program is licensed by the labor center.",
    "behavior.md": "Analyze favorable behavior before canceling a license.",
    "practice.md": "Judgement of the defence programme rests with the centre.",
}


@pytest.fixture(scope="module", autouse=True)
def loaded(library: TestLibrary) -> Iterator[None]:
    for name, content in DOCUMENTS.items():
        library.load(f"# {name.removesuffix('.md')[:1]}\n\n{content}", name)
    yield


def by_words(library: TestLibrary, question: str) -> list[str]:
    """What was found by its words, in their order."""
    found = library.search(question, HERE, limit=len(DOCUMENTS))
    ranked = [(one.reason("words"), one.passage.source) for one in found]
    return [name for reason, name in sorted((r.rank, name) for r, name in ranked if r) if reason]


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("s.21A", "s21a.md"),
        ("S.21a", "s21a.md"),
        ("What does s.21B of the order ask for?", "s21b.md"),
        ("IR35", "ir35.md"),
        ("ir35", "ir35.md"),
        ("Does IR35 apply to workers?", "ir35.md"),
        ("£30,000", "thirty-thousand.md"),
        ("30000", "thirty-thousand.md"),
        ("£45,000", "plain-figure.md"),
        ("May I spend £30,000?", "thirty-thousand.md"),
        ("May I spend £3,000?", "three-thousand.md"),
        ("4.2", "para-4-2.md"),
        ("paragraph 4.2", "para-4-2.md"),
        ("What does 4.2 say of gifts in the register?", "para-4-2.md"),
        ("14.2", "para-14-2.md"),
        ("TC689", "tc689.md"),
        ("form tc689", "tc689.md"),
        ("HMRC/2024/03", "memo-3.md"),
        ("the thresholds of memo HMRC/2024/03", "memo-3.md"),
        ("HMRC/2024/04", "memo-4.md"),
    ],
)
def test_the_exact_reference_comes_first(library: TestLibrary, question: str, first: str) -> None:
    assert by_words(library, question)[0] == first


@pytest.mark.parametrize("question", ["s.21C", "IR350", "£31,000", "4.3", "TC690", "HMRC/2025/03"])
def test_a_reference_that_stands_nowhere_is_not_found(library: TestLibrary, question: str) -> None:
    assert by_words(library, question) == []


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("working-age", "working-age.md"),
        ("working age", "working-age.md"),
        ("e-mail", "email.md"),
        ("policy", "policies.md"),
        ("claimant", "working-age.md"),
        ("managers", "manager.md"),
        ("manager's", "manager.md"),
        ("manager’s", "manager.md"),
        ("managers'", "manager.md"),
        ("union", "unions.md"),
        ("union's", "unions.md"),
        ("organization", "organisation.md"),
        ("organizations", "organisation.md"),
        ("organisational", "organisation.md"),
        ("color", "organisation.md"),
        ("programme", "program.md"),
        ("labour", "program.md"),
        ("centre", "program.md"),
        ("centres", "program.md"),
        ("licenced", "program.md"),
        ("licence", "behavior.md"),
        ("behaviour", "behavior.md"),
        ("analyse", "behavior.md"),
        ("favourable", "behavior.md"),
        ("cancelling", "behavior.md"),
        ("judgment", "practice.md"),
        ("defense", "practice.md"),
        ("programs", "practice.md"),
        ("center", "practice.md"),
    ],
)
def test_however_it_is_written(library: TestLibrary, question: str, found: str) -> None:
    assert found in by_words(library, question)


def test_the_questions_own_spelling_comes_first(library: TestLibrary) -> None:
    """Both are found; a document in the question's own words is no worse for it."""
    assert by_words(library, "the training program")[0] == "program.md"
    assert by_words(library, "the defence programme")[0] == "practice.md"


@pytest.mark.parametrize(
    ("question", "forms"),
    [
        ("Which organisations pay for their employees' licences?", ["organizations", "licenses"]),
        ("colour and color", []),
        ("a working-age, part-time claimant", ["workingage", "parttime"]),
        ("£30,000 or 4500 by 2024", ["30000", "4,500"]),
        ("4.2 and s.21A and 1.5 million", []),
        ("Doctors, four hours, your cheque", []),
        ("", []),
    ],
)
def test_other_forms(question: str, forms: list[str]) -> None:
    assert other_forms(question) == forms


def test_a_long_question_costs_no_more() -> None:
    assert len(other_forms("organisation " * 5 + " ".join(f"colour{n}" for n in range(500)))) <= 32
