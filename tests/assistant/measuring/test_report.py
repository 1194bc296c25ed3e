"""The report's figures from records written by hand."""

from __future__ import annotations

from typing import Any

import pytest

from assistant.answers.answer import Turn
from tests.lab.evaluation.questions import LabelledQuestion
from tests.lab.evaluation.report import answers, figures, retrieval, shown_citations
from tests.lab.table import tables

SPAN = "You may carry over up to ten days of annual leave"
PASSAGE = f"Leave. {SPAN}, if your manager agrees in writing."


def record(status: str = "answered", **changes: Any) -> dict[str, Any]:
    plain = {
        "status": status,
        "claims": [],
        "ranked_documents": ["leave.md", "gifts.md"],
        "passages": [
            {"document": "leave.md", "text": PASSAGE, "start": 100, "end": 100 + len(PASSAGE)}
        ],
        "time_ms": {"search": 4.0, "first_piece": 6.0, "answer": 8.0},
    }
    return {**plain, **changes}


def cited(
    quote: str, start: int, document: str = "leave.md", *, exact: bool = True
) -> list[dict[str, Any]]:
    end = start + len(quote)
    citation = {"document": document, "version": 1, "quote": quote, "start": start, "end": end}
    return [{"text": quote, "citations": [{**citation, "exact": exact}]}]


def question(name: str = "q", **changes: Any) -> LabelledQuestion:
    labels = {"relevant": ("leave.md",), "spans": (SPAN,), "answer": "ten days", "kind": "fact"}
    return LabelledQuestion(name, "How much leave can I carry over?", **{**labels, **changes})


def test_a_quote_that_holds_the_span_matches() -> None:
    figures = answers([(question(), record(claims=cited(SPAN, 107)))])
    assert figures["citation_matched"] == 1.0
    assert figures["answer_in_citation"] == 1.0


def test_a_quote_matches_by_the_passage_around_it_but_must_itself_hold_the_answer() -> None:
    claims = cited("if your manager agrees in writing", 159)
    figures = answers([(question(), record(claims=claims))])
    assert figures["citation_matched"] == 1.0
    assert figures["answer_in_citation"] == 0.0


def test_a_passage_of_another_document_is_not_around_it() -> None:
    claims = cited("if your manager agrees in writing", 159, document="gifts.md")
    assert answers([(question(), record(claims=claims))])["citation_matched"] == 0.0


def test_a_quote_from_outside_the_passages_stands_for_itself() -> None:
    claims = cited("Nothing about it", 5_000)
    assert answers([(question(), record(claims=claims))])["citation_matched"] == 0.0


def test_only_short_answers_that_stand_in_a_span_are_looked_for() -> None:
    wordy = question(answer="You may take ten days with you if your manager agrees to it first")
    elsewhere = question(answer="yes")
    none = question(answer="")
    pairs = [(each, record(claims=cited(SPAN, 107))) for each in (wordy, elsewhere, none)]
    figures = answers(pairs)
    assert figures["answer_in_citation_of"] == 0
    assert figures["answer_in_citation"] is None


def test_false_answers_are_answered_or_partial_ones_to_what_cannot_be_answered() -> None:
    statuses = ["answered", "partial", "unsure", "not-covered"]
    pairs = [(question(answerable=False, spans=()), record(status)) for status in statuses]
    figures = answers(pairs)
    assert (figures["false_answers"], figures["false_answers_count"]) == (0.5, 2)
    assert figures["n_unanswerable"] == 4
    assert figures["false_refusals"] is None


def test_refusals_and_unsure_count_over_the_answerable() -> None:
    statuses = ["answered", "unsure", "not-covered", "error-model"]
    figures = answers([(question(), record(status)) for status in statuses])
    assert figures["false_refusals"] == 0.25
    assert figures["unsure_rate"] == 0.25
    assert figures["statuses"] == {
        "answered": 1,
        "error-model": 1,
        "not-covered": 1,
        "unsure": 1,
    }


def test_clarify_recall_is_over_questions_of_those_kinds() -> None:
    pairs = [
        (question(kind="clarify"), record("clarify")),
        (question(kind="underspecified"), record("answered")),
        (question(kind="fact"), record("clarify")),
    ]
    assert answers(pairs)["clarify_recall"] == 0.5


def test_citations_are_counted_once_and_checked() -> None:
    claims = cited(SPAN, 107) + cited(SPAN, 107) + cited("made up", 3, exact=False)
    figures = answers([(question(), record(claims=claims))])
    assert (figures["citations_shown"], figures["citations_exact"]) == (2, 1)
    assert figures["citations_exact_share"] == 0.5
    assert len(shown_citations(record(claims=claims))) == 2


def test_retrieval_is_over_answerable_questions_only() -> None:
    late = record(ranked_documents=["gifts.md", "leave.md"])
    pairs = [
        (question(), record()),
        (question(), late),
        (question(answerable=False), record(ranked_documents=[])),
    ]
    figures = retrieval(pairs)
    assert figures["n"] == 2
    assert figures["mrr@10"] == 0.75
    assert figures["recall@5"] == 1.0
    assert figures["span_hit@5"] == 1.0


def test_without_labelled_spans_there_is_no_span_hit() -> None:
    assert retrieval([(question(spans=()), record())])["span_hit@5"] is None


def test_parts_by_kind_and_by_turn() -> None:
    pairs = [
        (question(kind="fact"), record()),
        (question(kind="table", history=(Turn("user", "Leave?"),)), record(ranked_documents=[])),
    ]
    whole: dict[str, Any] = figures(pairs, retrieval_only=False)
    assert whole["retrieval"]["ndcg@10"] == 0.5
    assert whole["by_kind"]["fact"]["retrieval"]["ndcg@10"] == 1.0
    assert whole["by_turn"]["follow_up"]["retrieval"]["ndcg@10"] == 0.0
    assert whole["by_turn"]["first"]["answers"]["n_answerable"] == 1
    assert whole["time_ms"]["first_piece"] == {"p50": 6.0, "p95": 6.0}


def test_a_search_alone_has_no_figures_of_answers() -> None:
    assert "answers" not in figures([(question(), record())], retrieval_only=True)


@pytest.mark.parametrize("status", ["answered", "not-covered"])
def test_an_answer_without_citations_matches_nothing(status: str) -> None:
    assert answers([(question(), record(status))])["citation_matched"] == 0.0


def test_rows_for_the_page_of_measurements() -> None:
    part = figures([(question(), record(claims=cited(SPAN, 107)))], retrieval_only=False)
    searched = figures([(question(), record())], retrieval_only=True)
    common = {"documents": 1_200, "passages": 34_000}
    written = tables({"both": {**common, **part}, "search": {**common, **searched}})
    assert "| both | 1,200 | 34,000 | 1 | 1.000 | 1.000 | 1.000 | 1.000 | 4 / 4 |" in written
    assert "| both | 1 | 100.0% | 1.000 | 1.000 | – | 0.000 | 0.000 | – | 6 / 6 |" in written
    assert written.count("| search |") == 1


def test_the_risk_of_answering_is_told_where_both_kinds_were_weighed() -> None:
    pairs = [
        (question("a"), record(margin=1.5)),
        (question("b"), record("unsure", margin=-0.5)),
        (question("c", answerable=False), record("unsure", margin=-1.0)),
        (question("d", answerable=False), record("blocked-empty")),
    ]
    report = figures(pairs, retrieval_only=False)
    risk = answers(pairs)["risk_coverage"]
    assert risk["auroc"] == 1.0
    assert [point["false_answers"] for point in risk["curve"]] == [0.0] * 7
    written = tables({"leave": {"documents": 1, "passages": 2, **report}})
    assert "| leave | 1.000 | 0.000 | 0.000 | 0.000 |" in written
