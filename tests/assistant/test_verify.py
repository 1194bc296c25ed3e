"""Every claim against the words it points at; spans are exact in the version's text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from assistant.answering.checking.verify import Alike, verify_parts, verify_quotes
from assistant.answering.evidence.quotes import Quoted
from assistant.answering.writing.parse import parse
from assistant.answers.parts import Claim, Part, claims_of, gaps_of
from assistant.answers.status import Verdict
from assistant.answers.text import as_text
from knowledge.errors import ModelUnavailable
from tests.assistant.fakes import GIFTS, LEAVE, PASSAGES, found

SOURCES = tuple(found(item) for item in PASSAGES)


def verified(text: str, question: str = "", alike: Alike | None = None) -> tuple[Part, ...]:
    return verify_parts(parse(text, len(SOURCES)), SOURCES, question, alike)


def claims(text: str, question: str = "", alike: Alike | None = None) -> tuple[Claim, ...]:
    return claims_of(verified(text, question, alike))


@pytest.mark.parametrize(
    ("text", "verdict", "note"),
    [
        ("You may carry over up to 10 days of leave [1].", Verdict.SUPPORTED, ""),
        ("You may carry over up to ten days. [1]", Verdict.SUPPORTED, ""),
        ("From 1 April 2026 you get 25 days of annual leave [1].", Verdict.SUPPORTED, ""),
        ("You must refuse any gift worth more than £25 [2].", Verdict.SUPPORTED, ""),
        ("3. Record every offer in the gifts register [2].", Verdict.SUPPORTED, ""),
        ("There are two rules: refuse any gift worth more than £25, record every offer [2].",
         Verdict.SUPPORTED, ""),
        ("The rule says “record every offer in the gifts register” [2].", Verdict.SUPPORTED, ""),
        ("You may carry over up to 12 days [1].", Verdict.UNSUPPORTED,
         "The source does not say 12 days."),
        ("You may carry over up to 10 weeks [1].", Verdict.UNSUPPORTED,
         "The source does not say 10 weeks."),
        ("Ask your manager before 31 May [1].", Verdict.UNSUPPORTED,
         "The source does not say 31 May."),
        ("Your manager must agree by May [1].", Verdict.UNSUPPORTED,
         "The source does not say May."),
        ("You must refuse any gift worth more than £250 [2].", Verdict.UNSUPPORTED,
         "The source does not say £250."),
        ("You may refuse any gift worth more than £25 [2].", Verdict.PARTLY,
         "The source says “must”, not “may”."),
        ("You need not record every offer in the gifts register [2].", Verdict.CONTRADICTED,
         "The source does not say “not”."),
        ("You cannot carry over up to 10 days of leave [1].", Verdict.CONTRADICTED,
         "The source says “may”, not “must not”."),
        ("Pension contributions rise every spring [1].", Verdict.UNSUPPORTED,
         "The source speaks of something else."),
        ("You may carry over up to 10 days if the Pensions Board in Leeds agrees [1].",
         Verdict.UNSUPPORTED, "The source does not speak of “Pensions”, “Board”, “Leeds”."),
        ("The rule says “record each offer in the gifts register” [2].", Verdict.UNSUPPORTED,
         "The quoted words “record each offer in the gifts register” are not in the source."),
    ],
)  # fmt: skip
def test_verdicts(text: str, verdict: Verdict, note: str) -> None:
    (claim,) = claims(text)
    assert (claim.verdict, claim.note) == (verdict, note)
    assert "[" not in claim.text


@pytest.mark.parametrize(
    ("text", "shown", "verdict", "note"),
    [
        ("You must refuse any gift worth more than £25 [1].",
         "You must refuse any gift worth more than £25 [2].", Verdict.SUPPORTED,
         "It named source 1; the words are in source 2."),
        ("You get 25 days of annual leave each year.",
         "You get 25 days of annual leave each year. [1]", Verdict.SUPPORTED,
         "It named no source; the words are in source 1."),
        ("You get 25 days of annual leave [7].", "You get 25 days of annual leave [1].",
         Verdict.SUPPORTED, "It named a source that does not exist; the words are in source 1."),
        ("You get 25 days of annual leave [1][7].", "You get 25 days of annual leave [1][?].",
         Verdict.PARTLY, "It also names a source that does not exist."),
        ("Record every gift offer, and book rail travel in standard class [1].",
         "Record every gift offer, and book rail travel in standard class [2][3].",
         Verdict.SUPPORTED, "It named source 1; the words are in source 2 and source 3."),
        ("Pension contributions rise every spring [1].",
         "Pension contributions rise every spring [1][?].", Verdict.UNSUPPORTED,
         "The source speaks of something else."),
        ("Pension contributions rise every spring.",
         "Pension contributions rise every spring. [?]", Verdict.UNSUPPORTED,
         "It names no source, and none says this."),
    ],
)  # fmt: skip
def test_marks_are_put_right_and_what_nothing_supports_is_marked(
    text: str, shown: str, verdict: Verdict, note: str
) -> None:
    parts = verified(text)
    (claim,) = claims_of(parts)
    assert (as_text(parts), claim.verdict, claim.note) == (shown, verdict, note)


TOO_FEW = "These words are too few to be held to a source."
ELSEWHERE = "The source speaks of something else."


@pytest.mark.parametrize(
    ("text", "verdict", "note", "numbers"),
    [
        ("Yes, you may [1].", None, TOO_FEW, [1]),
        ("You cannot do this [1].", None, TOO_FEW, [1]),
        ("You get 25 [1].", Verdict.SUPPORTED, "", [1]),
        ("Yes, you can take your dog to work [1].", Verdict.UNSUPPORTED, ELSEWHERE, [1]),
        ("Yes, you can take your dog to work.", Verdict.UNSUPPORTED,
         "It names no source, and none says this.", []),
    ],
)  # fmt: skip
def test_stop_words_and_the_questions_own_words_are_not_support(
    text: str, verdict: Verdict | None, note: str, numbers: list[int]
) -> None:
    parts = verified(text, "Can I take my dog to work?")
    (claim,) = claims_of(parts)
    assert (claim.verdict, claim.note) == (verdict, note)
    assert [citation.n for citation in claim.citations] == numbers
    assert ("[?]" in as_text(parts)) == (verdict is Verdict.UNSUPPORTED)


@pytest.mark.parametrize(
    ("text", "verdict", "note"),
    [
        # Half of its words are the source's: they may say the same, and they may not.
        ("You may keep 10 days of unspent annual leave if your boss gladly agrees [1].", None,
         "The source may say this in other words."),
        # The source that it names is silent; the other holds its words, its rule is another.
        ("You should refuse gifts worth more than £25 [1].", Verdict.UNSUPPORTED,
         "The source does not say £25."),
        ("Refuse gifts above £25 and keep every offer in the gifts register [1].", None,
         "Another source speaks of this."),
    ],
)  # fmt: skip
def test_what_rules_cannot_know_is_not_checked(
    text: str, verdict: Verdict | None, note: str
) -> None:
    (claim,) = claims(text)
    assert (claim.verdict, claim.note) == (verdict, note)
    assert claim.checked == ("by-rule" if verdict else "")
    assert [citation.n for citation in claim.citations] == [1]


def test_only_the_statement_at_fault_is_changed() -> None:
    text = (
        "**In short:** you get 25 days [1].\n\n- Refuse gifts over £25 [3].\n- Refuse gifts over "
        "£99 [2].\n\nThe documents do not say who pays."
    )
    assert as_text(verified(text)) == (
        "In short: you get 25 days [1].\n\n- Refuse gifts over £25 [2].\n- Refuse gifts over "
        "£99 [2][?].\n\nThe documents do not say who pays."
    )


def test_a_number_of_the_question_is_no_proof() -> None:
    question = "Can I carry over 12 days?"
    (claim,) = claims("You may carry over 12 days [1].", question)
    said = "Where the source speaks of this it says 10 days, not 12 days."
    assert (claim.verdict, claim.note) == (Verdict.PARTLY, said)


def test_meaning_decides_where_words_leave_doubt() -> None:
    said = "Up to 10 days may be kept if your boss consents [1]."
    asked: list[tuple[str, str]] = []

    def alike(cosine: float) -> Alike:
        def compare(pairs: Sequence[tuple[str, str]]) -> list[float]:
            asked.extend(pairs)
            return [cosine] * len(pairs)

        return compare

    (near,) = claims(said, alike=alike(1.0))
    (far,) = claims(said, alike=alike(0.0))
    assert (near.verdict, far.verdict) == (Verdict.SUPPORTED, Verdict.UNSUPPORTED)
    assert asked[0] == (near.text, LEAVE[LEAVE.index("You may") :])
    asked.clear()
    verified("You may carry over up to 10 days of leave [1].", alike=alike(0.0))
    assert not asked  # nothing new was said


def test_without_the_embedding_model_words_decide() -> None:
    def down(pairs: Sequence[tuple[str, str]]) -> list[float]:
        raise ModelUnavailable("The embedding model did not answer.")

    said = "Up to 10 days may be kept if your boss consents [1]."
    assert verified(said, alike=down) == verified(said)


def test_the_best_sentence_is_the_quote_and_its_place_is_exact() -> None:
    (claim,) = claims("Offers go into the gifts register [2].")
    (citation,) = claim.citations
    assert citation.quote == "Record every offer in the gifts register."
    assert citation.start == 100 + GIFTS.index("Record")
    assert citation.end == 100 + len(GIFTS)
    assert (citation.document, citation.version, citation.version_id, citation.page) == (
        "gifts-and-hospitality.md", 2, 12, 4,
    )  # fmt: skip


def test_two_sources_make_two_citations() -> None:
    text = "You get 25 days of annual leave and must refuse gifts worth more than £25 [1, 2]."
    (claim,) = claims(text)
    assert claim.verdict is Verdict.SUPPORTED
    assert [citation.n for citation in claim.citations] == [1, 2]


def test_lists_lead_ins_and_marks_alone() -> None:
    text = (
        "You can:\n- book rail travel in standard class [3]\n- refuse gifts over £25 [2]\n\n"
        "# More\nYou get 25 days of annual leave.\n[1]"
    )
    checked = claims(text)
    assert [claim.text for claim in checked] == [
        "book rail travel in standard class",
        "refuse gifts over £25",
        "You get 25 days of annual leave.",
    ]
    assert [claim.citations[0].n for claim in checked] == [3, 2, 1]


def test_what_the_documents_do_not_say_is_no_claim() -> None:
    parts = verified("You get 25 days [1]. The documents do not say when.")
    assert len(claims_of(parts)) == 1
    assert [gap.text for gap in gaps_of(parts)] == ["The documents do not say when."]
    assert len(claims("The documents do not say when [1].")) == 1


def test_embedded_quotes_cite_themselves() -> None:
    source = SOURCES[0]
    start = 100 + LEAVE.index("You may")
    good = Quoted(source, start, 100 + len(LEAVE))
    beyond = Quoted(source, start, 100 + len(LEAVE) + 5)
    first, second = verify_quotes([(1, good), (1, beyond)])
    assert first.verdict is Verdict.SUPPORTED
    assert first.text == first.citations[0].quote == LEAVE[LEAVE.index("You may") :]
    assert second.verdict is Verdict.UNSUPPORTED
    assert not second.citations


def test_a_quote_under_a_header_needs_both_in_their_place() -> None:
    source = SOURCES[0]
    start = 100 + LEAVE.index("You may")
    header, row = Quoted(source, 100, start - 1), Quoted(source, start, 100 + len(LEAVE))
    both = replace(row, header=header, header_n=1)
    beyond = replace(row, end=row.end + 5, header=header, header_n=1)
    headless = replace(row, header=replace(header, start=90), header_n=1)
    verdicts = [one.verdict for one in verify_quotes([(1, both), (1, beyond), (1, headless)])]
    assert verdicts == [Verdict.SUPPORTED, Verdict.UNSUPPORTED, Verdict.UNSUPPORTED]
