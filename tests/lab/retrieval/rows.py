"""What is kept of a question that was asked in one way."""

from __future__ import annotations

from collections.abc import Sequence

from tests.lab.evaluation.metrics import ndcg, recall, span_hit
from tests.lab.evaluation.questions import LabelledQuestion

#: Each figure's name in reports, in the order of a row.
FIGURES = ("ndcg@10", "recall@5", "span_hit@5")

#: nDCG@10, R@5 and whether a span is in the first five; None without a labelled span.
Row = tuple[float, float, float | None]


def row_of(question: LabelledQuestion, documents: Sequence[str], passages: Sequence[str]) -> Row:
    """From what was found, best first."""
    hit = float(span_hit(passages, question.spans)) if question.spans else None
    return ndcg(documents, question.relevant), recall(documents, question.relevant), hit
