"""`report.json` from a run's questions and the labels: one pass, no state."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from tests.lab.evaluation.metrics import (
    holds,
    mean,
    ndcg,
    percentile,
    recall,
    reciprocal_rank,
    risk_coverage,
    span_hit,
    stands_in,
    word_characters,
)
from tests.lab.evaluation.questions import SHORT_ANSWER_WORDS, LabelledQuestion

Record = Mapping[str, Any]  # one object of questions.jsonl
Pair = tuple[LabelledQuestion, Record]

_CLARIFY_KINDS = ("clarify", "underspecified")
_TIMES = ("search", "first_piece", "answer")


def figures(pairs: Sequence[Pair], retrieval_only: bool) -> dict[str, object]:
    """`retrieval`, `answers` (unless only searched), `time_ms`, `by_kind` and `by_turn`."""
    kinds = sorted({question.kind for question, _ in pairs})
    turns = {
        "first": [pair for pair in pairs if not pair[0].follow_up],
        "follow_up": [pair for pair in pairs if pair[0].follow_up],
    }
    return {
        **_part(pairs, retrieval_only),
        "time_ms": {name: spread for name in _TIMES if (spread := _spread(pairs, name))},
        "by_kind": {
            kind: _part([pair for pair in pairs if pair[0].kind == kind], retrieval_only)
            for kind in kinds
        },
        "by_turn": {name: _part(part, retrieval_only) for name, part in turns.items()},
    }


def _part(pairs: Sequence[Pair], retrieval_only: bool) -> dict[str, object]:
    part: dict[str, object] = {"n": len(pairs), "retrieval": retrieval(pairs)}
    if not retrieval_only:
        part["answers"] = answers(pairs)
    return part


def retrieval(pairs: Sequence[Pair]) -> dict[str, object]:
    """Means over the answerable questions; `span_hit@5` over those with a labelled span."""
    answerable = [pair for pair in pairs if pair[0].answerable and pair[0].relevant]
    spanned = [pair for pair in answerable if pair[0].spans]

    def of(measure: Callable[[Sequence[str], Sequence[str]], float]) -> float:
        return mean([measure(record["ranked_documents"], q.relevant) for q, record in answerable])

    return {
        "n": len(answerable),
        "ndcg@10": of(ndcg),
        "recall@5": of(recall),
        "mrr@10": of(reciprocal_rank),
        "span_hit@5": mean([float(_span_hit(*pair)) for pair in spanned]) if spanned else None,
    }


def answers(pairs: Sequence[Pair]) -> dict[str, object]:
    """Shares of the questions that each figure is about, and the counts behind them.

    A share is None where it is about no question.
    """
    answerable = [pair for pair in pairs if pair[0].answerable]
    unanswerable = [pair for pair in pairs if not pair[0].answerable]
    spanned = [pair for pair in answerable if pair[0].spans]
    short = [pair for pair in answerable if _has_short_answer(pair[0])]
    clarify = [pair for pair in pairs if pair[0].kind in _CLARIFY_KINDS]
    citations = [citation for _, record in pairs for citation in shown_citations(record)]
    exact = sum(bool(citation.get("exact")) for citation in citations)
    result: dict[str, object] = {
        "n_answerable": len(answerable),
        "n_unanswerable": len(unanswerable),
        "citations_shown": len(citations),
        "citations_exact": exact,
        "citations_exact_share": exact / len(citations) if citations else None,
    }
    for name, part, counts in (
        ("citation_matched", spanned, citation_matched),
        (
            "sources_hold_all",
            [pair for pair in spanned if pair[1].get("sources")],
            sources_hold_all,
        ),
        ("answer_in_citation", short, answer_in_citation),
        ("false_answers", unanswerable, lambda _, record: record["status"] in _ANSWERS),
        ("false_refusals", answerable, lambda _, record: record["status"] == "not-covered"),
        ("unsure_rate", answerable, lambda _, record: record["status"] == "unsure"),
        ("clarify_recall", clarify, lambda _, record: record["status"] == "clarify"),
    ):
        met = sum(bool(counts(question, record)) for question, record in part)
        result[name] = met / len(part) if part else None
        result[f"{name}_count"] = met
        result[f"{name}_of"] = len(part)
    result["statuses"] = dict(sorted(Counter(record["status"] for _, record in pairs).items()))
    result["risk_coverage"] = risk_coverage(_margins(answerable), _margins(unanswerable))
    return result


_ANSWERS = ("answered", "partial")


def shown_citations(record: Record) -> list[Mapping[str, Any]]:
    """Distinct citations of an answer's claims, in the order shown."""
    seen: dict[tuple[object, ...], Mapping[str, Any]] = {}
    for claim in record["claims"]:
        for citation in claim["citations"]:
            key = tuple(citation[name] for name in ("document", "version", "start", "end"))
            seen.setdefault(key, citation)
    return list(seen.values())


def citation_matched(question: LabelledQuestion, record: Record) -> bool:
    """Whether a shown citation's quote, or the passage around it, holds a relevant span."""
    return any(
        holds(text, span)
        for citation in shown_citations(record)
        for text in (citation["quote"], *_around(citation, record))
        for span in question.spans
    )


def sources_hold_all(question: LabelledQuestion, record: Record) -> bool:
    """Whether what the model was given holds every relevant span: in one source each, or in several
    that follow each other."""
    texts = [source["text"] for source in record["sources"]]
    texts += ["\n\n".join(texts)]
    return all(any(holds(text, span) for text in texts) for span in question.spans)


def answer_in_citation(question: LabelledQuestion, record: Record) -> bool:
    """Whether a shown quote contains the short answer word for word."""
    return any(
        stands_in(question.answer, citation["quote"]) for citation in shown_citations(record)
    )


def _around(citation: Mapping[str, Any], record: Record) -> list[str]:
    return [
        passage["text"]
        for passage in record["passages"]
        if passage["document"] == citation["document"]
        and passage["start"] <= citation["start"]
        and citation["end"] <= passage["end"]
    ]


def _has_short_answer(question: LabelledQuestion) -> bool:
    length = len(word_characters(question.answer).split())
    return 0 < length <= SHORT_ANSWER_WORDS and any(
        stands_in(question.answer, span) for span in question.spans
    )


def _span_hit(question: LabelledQuestion, record: Record) -> bool:
    return span_hit([passage["text"] for passage in record["passages"]], question.spans)


def _margins(pairs: Sequence[Pair]) -> list[float]:
    return [margin for _, record in pairs if (margin := record.get("margin")) is not None]


def _spread(pairs: Sequence[Pair], name: str) -> dict[str, float]:
    """{} where no question has that time."""
    times = [record["time_ms"][name] for _, record in pairs if name in record["time_ms"]]
    return {"p50": percentile(times, 0.5), "p95": percentile(times, 0.95)} if times else {}
