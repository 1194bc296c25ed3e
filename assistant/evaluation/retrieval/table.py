"""The bench's report as Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from assistant.evaluation.retrieval.classes import CLASSES
from assistant.evaluation.retrieval.rows import FIGURES
from assistant.evaluation.retrieval.variants import BERNARD, PARTS, PLAIN

_HALVES = ("dev", "tune", "all")
#: The variants that are set side by side for each class of questions.
_BY_CLASS = (PLAIN, "words only", "meaning only", PARTS, BERNARD)


def markdown(report: Mapping[str, Any]) -> str:
    """For each set: the variants on the dev half, the tune half and all; then by class of question,
    dev half."""
    parts = [
        "\n\n".join([*_variants(name, of), *_classes(name, of)])
        for name, of in report["sets"].items()
    ]
    return "\n\n".join(parts) + "\n"


def _variants(name: str, of: Mapping[str, Any]) -> Iterator[str]:
    for half in _HALVES:
        part = of["parts"].get(half, {})
        against = [one for one in (PLAIN, PARTS) if one in part]
        heads = [f"Δ nDCG to {one} [95 %]" for one in against]
        rows = [("variant", "passages", *FIGURES, *heads)]
        rows += [
            (
                variant,
                f"{of['passages'][variant]:,}",
                *(share(figures[one]) for one in FIGURES),
                *("" if one == variant else _difference(figures, one) for one in against),
            )
            for variant, figures in part.items()
        ]
        if part:
            count = next(iter(part.values()))["n"]
            yield f"**{name}**, {half}, {count:,} questions, {of['documents']:,} documents"
            yield _table(rows)


def _classes(name: str, of: Mapping[str, Any]) -> Iterator[str]:
    shown = [one for one in _BY_CLASS if one in of["passages"]]
    rows = [("class", "n", *shown)]
    for kind in CLASSES:
        part = of["parts"].get(f"{kind}, dev")
        if part:
            rows.append((kind, f"{part[shown[0]]['n']:,}", *(_triple(part[one]) for one in shown)))
    if shown and len(rows) > 1:
        yield f"**{name}** by class of question, dev: {' / '.join(FIGURES)}"
        yield _table(rows)


def share(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def _triple(figures: Mapping[str, Any]) -> str:
    return " / ".join(share(figures[one]) for one in FIGURES)


def _difference(figures: Mapping[str, Any], other: str) -> str:
    low, mean, high = figures["against"][other][FIGURES[0]]
    return f"{mean:+.3f} [{low:+.3f}, {high:+.3f}]"


def _table(rows: Sequence[Sequence[str]]) -> str:
    head, *body = rows
    lines = [head, ["---"] * len(head), *body]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
