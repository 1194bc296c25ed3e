"""An answer as the JSON object that `bernard ask --json` and `evaluate` write."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from assistant.answers.answer import Answer
from assistant.answers.citation import Citation
from assistant.answers.parts import Claim, runs_of
from knowledge.documents.types import Found


def answer_json(answer: Answer) -> dict[str, Any]:
    """Keys as promised to whoever measures Bernard: add some, never rename one."""
    return {
        "query": answer.query,
        "status": answer.status.value,
        "answer": answer.text,
        "claims": [_claim(claim) for claim in answer.claims],
        "sentences_without_claim": [
            run.text for run in runs_of(answer.parts) if not isinstance(run, Claim)
        ],
        "ranked_documents": list(dict.fromkeys(item.passage.source for item in answer.found)),
        "passages": passages_json(answer.found),
        "sources": [
            {"n": n, **passages_json([source.found])[0], "why": source.why}
            for n, source in enumerate(answer.sources, start=1)
        ],
        "calls": [
            {
                "purpose": call.purpose.value,
                "tokens_in": call.sent_tokens,
                "tokens_out": call.received_tokens,
            }
            for call in (answer.receipt.calls if answer.receipt else ())
        ],
        "kind": answer.kind,
        "time_ms": {
            key: answer.times_ms.get(key, 0.0) for key in ("search", "first_piece", "answer")
        },
        "mode": answer.mode,
        "model": answer.model,
        "prompt_version": answer.prompt_version,
        "notice": answer.notice,
        "tokens": answer.tokens,
        "reason": answer.reason,
        "margin": None if answer.margin is None else round(answer.margin, 3),
        "receipt": asdict(answer.receipt) if answer.receipt else None,
        "remarks": list(answer.remarks),
        "sent_anyway": list(answer.sent_anyway),
        "currency": list(answer.currency),
        "comparisons": [
            {
                "kind": one.kind.value,
                "why": one.why,
                "one": _citation(one.one) if one.one else None,
                "other": _citation(one.other) if one.other else None,
            }
            for one in answer.comparisons
        ],
    }


def passages_json(found: Sequence[Found]) -> list[dict[str, Any]]:
    """Passages best first; `start` and `end` are offsets in the version's text."""
    return [
        {
            "document": item.passage.source,
            "heading_path": list(item.passage.heading_path),
            "text": item.passage.text,
            "score": item.score,
            "start": item.passage.start,
            "end": item.passage.end,
        }
        for item in found
    ]


def _claim(claim: Claim) -> dict[str, Any]:
    return {
        "text": claim.text,
        "verdict": claim.verdict and claim.verdict.value,
        "note": claim.note,
        "withheld": claim.withheld,
        "checked": claim.checked,
        "citations": [_citation(citation) for citation in claim.citations],
    }


def _citation(citation: Citation) -> dict[str, Any]:
    return {
        "n": citation.n,
        "document": citation.document,
        "version": citation.version,
        "page": citation.page,
        "heading_path": list(citation.heading_path),
        "quote": citation.quote,
        "start": citation.start,
        "end": citation.end,
    }
