"""Every claim against the words it points at; spans are exact in the version's text."""

from __future__ import annotations

import pytest

from assistant.answers import Verdict
from assistant.steps.compose_embedded import Quote
from assistant.steps.model_text import number_marks, statements
from assistant.steps.verify import verify_quotes, verify_text
from tests.assistant.fakes import GIFTS, LEAVE, PASSAGES, found

SOURCES = tuple(found(item) for item in PASSAGES)


@pytest.mark.parametrize(
    ("text", "verdict", "note"),
    [
        ("You may carry over up to 10 days of leave [1].", Verdict.SUPPORTED, ""),
        ("You may carry over up to ten days. [1]", Verdict.SUPPORTED, ""),
        ("From 1 April 2026 you get 25 days of annual leave [1].", Verdict.SUPPORTED, ""),
        ("You may carry over up to 12 days [1].", Verdict.PARTLY, "The source does not say 12."),
        ("You must refuse any gift worth more than £25 [2].", Verdict.SUPPORTED, ""),
        ("You must refuse any gift worth more than £250 [2].", Verdict.PARTLY,
         "The source does not say 250."),
        ("Pension contributions rise every spring [1].", Verdict.UNSUPPORTED,
         "The source speaks of something else."),
        ("You get 25 days of annual leave.", Verdict.UNSUPPORTED, "No source named."),
        ("You get 25 days of annual leave [7].", Verdict.UNSUPPORTED,
         "It names a source that does not exist."),
        ("You get 25 days of annual leave [1][7].", Verdict.PARTLY,
         "It also names a source that does not exist."),
        ("The rule says “record every offer in the gifts register” [2].", Verdict.SUPPORTED, ""),
        ("The rule says “record each offer in the gifts register” [2].", Verdict.UNSUPPORTED,
         "The quoted words “record each offer in the gifts register” are not in the source."),
    ],
)  # fmt: skip
def test_verdicts(text: str, verdict: Verdict, note: str) -> None:
    (claim,) = verify_text(text, SOURCES).claims
    assert (claim.verdict, claim.note) == (verdict, note)
    assert "[" not in claim.text


def test_the_best_sentence_is_the_quote_and_its_place_is_exact() -> None:
    (claim,) = verify_text("Offers go into the gifts register [2].", SOURCES).claims
    (citation,) = claim.citations
    assert citation.quote == "Record every offer in the gifts register."
    assert citation.start == 100 + GIFTS.index("Record")
    assert citation.end == 100 + len(GIFTS)
    assert (citation.document, citation.version, citation.version_id, citation.page) == (
        "gifts-and-hospitality.md", 2, 12, 4,
    )  # fmt: skip


def test_two_sources_make_two_citations() -> None:
    text = "You get 25 days of annual leave and must refuse gifts worth more than £25 [1, 2]."
    (claim,) = verify_text(text, SOURCES).claims
    assert claim.verdict is Verdict.SUPPORTED
    assert [citation.n for citation in claim.citations] == [1, 2]


def test_lists_lead_ins_and_marks_alone() -> None:
    text = (
        "You can:\n- book rail travel in standard class [3]\n- refuse gifts over £25 [2]\n\n"
        "# More\nYou get 25 days of annual leave.\n[1]"
    )
    verified = verify_text(text, SOURCES)
    assert [claim.text for claim in verified.claims] == [
        "book rail travel in standard class",
        "refuse gifts over £25",
        "You get 25 days of annual leave.",
    ]
    assert [claim.citations[0].n for claim in verified.claims] == [3, 2, 1]


def test_what_the_documents_do_not_say_is_no_claim() -> None:
    verified = verify_text("You get 25 days [1]. The documents do not say when.", SOURCES)
    assert len(verified.claims) == 1
    assert verified.gaps == ("The documents do not say when.",)
    cited = verify_text("The documents do not say when [1].", SOURCES)
    assert len(cited.claims) == 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A [1, 2] b [source 3].", "A [1][2] b [3]."),
        ("A 【1】 b [1-3] c [Sources 1 and 2].", "A [1] b [1][2][3] c [1][2]."),
        ("A 【2†lines】.", "A [2]."),
        ("A [4] b [0] c [2][99].", "A [?] b [?] c [2][?]."),
        ("In [2024] or [1].", "In [2024] or [1]."),
        ("See ![pixel](https://evil.example/?q=secret) this", "See pixel this"),
        ("See [the form](https://evil.example/a) and [1](http://evil.example).",
         "See the form and [1]."),
        ("Go to https://evil.example/x?y=z now", "Go to (address left out) now"),
        ("Click <a href='//evil'>here</a><img src=x onerror=1> if a < b and c > d",
         "Click here if a < b and c > d"),
        ("<javascript:alert(1)> data:text/html;base64,xx", " (address left out)"),
    ],
)  # fmt: skip
def test_marks_made_plain_and_nothing_leads_away(text: str, expected: str) -> None:
    assert number_marks(text, 3) == expected


def test_statements_of_nothing() -> None:
    assert list(statements("")) == []
    assert list(statements("[1] [2]\n***")) == []


def test_embedded_quotes_cite_themselves() -> None:
    source = SOURCES[0]
    start = 100 + LEAVE.index("You may")
    good = Quote(source, start, 100 + len(LEAVE))
    beyond = Quote(source, start, 100 + len(LEAVE) + 5)
    first, second = verify_quotes([(1, good), (1, beyond)])
    assert first.verdict is Verdict.SUPPORTED
    assert first.text == first.citations[0].quote == LEAVE[LEAVE.index("You may") :]
    assert second.verdict is Verdict.UNSUPPORTED
    assert not second.citations
