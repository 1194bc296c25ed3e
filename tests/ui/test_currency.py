"""How comparisons, suggestions and conflicts are drawn: in words, escaped."""

from __future__ import annotations

from datetime import date

from markupsafe import Markup

from assistant.answers.answer import Answer
from assistant.answers.citation import Citation, Comparison, ComparisonKind
from assistant.answers.status import Status
from knowledge.curation.suggestions import Suggestion
from knowledge.documents.statements import Field
from ui.parts.ask.answer import finished_html
from ui.parts.ask.comparison import compared_lines, comparison_html
from ui.parts.ask.evidence import cards
from ui.parts.library.suggestions import claim, suggestion_html


def citation(n: int, quote: str, until: date | None = None) -> Citation:
    return Citation(
        n=n, passage_id=n, document_id=n, version_id=n, document="a.md", title=f"<Policy {n}>",
        version=n, page=None, heading_path=(), quote=quote, start=0, end=len(quote),
        owner="HR & Co", effective_from=date(2024, 1, 8), until=until,
    )  # fmt: skip


def answer(kind: ComparisonKind, one: Citation | None, other: Citation | None) -> Answer:
    compared = (Comparison(kind, one, other, "5 <days> or 6 days"),)
    return Answer("q", "q", Status.ANSWERED, comparisons=compared, currency=("From <v1>.",))


def test_a_conflict_shows_both_with_dates_and_owners() -> None:
    both = answer(ComparisonKind.CONFLICT, citation(1, "<b>5 days"), citation(2, "6 days"))
    drawn = comparison_html(both, lambda n: Markup(f"({n})"))
    assert "Two policies in force say different things" in drawn
    assert "&lt;b&gt;5 days(1)" in drawn
    assert "6 days(2)" in drawn
    assert drawn.count("in force since 8 January 2024 · owner: HR &amp; Co") == 2
    assert "<b>" not in drawn
    assert [card.n for card in cards(both)] == [1, 2]
    assert '<p class="notice">From &lt;v1&gt;.</p>' in finished_html(1, both, cards(both))
    assert any("“6 days” [2]" in line for line in compared_lines(both))


def test_a_change_says_until_when_the_old_words_held() -> None:
    old = citation(2, "5 days", date(2026, 1, 4))
    change = answer(ComparisonKind.CHANGE, citation(1, "10 days"), old)
    drawn = comparison_html(change, lambda n: Markup(""))
    assert "Now: version 1, in force since 8 January 2024" in drawn
    assert "Before: version 2, in force from 8 January 2024 until 4 January 2026" in drawn
    assert cards(change)[1].period.endswith("until 4 January 2026, no longer in force")
    alone = answer(ComparisonKind.CHANGE, citation(1, "10 days"), None)
    assert "No sentence like it in this version." in comparison_html(alone, lambda n: Markup(""))


def test_a_suggestion_says_what_confirming_does() -> None:
    one = Suggestion(
        7, 1, "<Leave>", "HR", Field.EFFECTIVE_FROM, "2999-04-01", "2024-01-01",
        "In force\nfrom <1 April>", 3, 9,
    )  # fmt: skip
    assert claim(one) == (
        "In force from 1 April 2999. Confirmed, answers do not use this version before."
    )
    drawn = suggestion_html(one)
    assert "The library says: 1 January 2024." in drawn
    assert "“In force from &lt;1 April&gt;”" in drawn
    assert "/document?version=7&amp;start=3&amp;end=9" in drawn
