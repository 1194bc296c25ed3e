"""The bench's report as Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from tests.lab.retrieval.classes import CLASSES
from tests.lab.retrieval.rows import FIGURES
from tests.lab.retrieval.variants import BERNARD, PARTS, PLAIN

_HALVES = ("dev", "tune", "all")
#: The variants that are set side by side for each class of questions.
_BY_CLASS = (PLAIN, "words only", "meaning only", PARTS, BERNARD)


def markdown(report: Mapping[str, Any]) -> str:
    """All sets side by side on the dev half; then each set's variants by half, and by class of
    question on the dev half."""
    sets = report["sets"]
    parts = [*_overview(sets)]
    for name, of in sets.items():
        parts += [*_variants(name, of), *_classes(name, of)]
    return "\n\n".join(parts) + "\n"


def _overview(sets: Mapping[str, Any]) -> Iterator[str]:
    """What a variant reaches, and what it gives or takes beside the parts."""
    dev = {name: of["parts"]["dev"] for name, of in sets.items() if "dev" in of["parts"]}
    variants = list(dict.fromkeys(variant for part in dev.values() for variant in part))
    heads = [f"{name} ({next(iter(part.values()))['n']:,})" for name, part in dev.items()]
    if variants:
        yield f"Every set, dev (questions): {' / '.join(FIGURES)}"
        yield _table(
            [("variant", *heads)]
            + [
                (one, *(_triple(part[one]) if one in part else "–" for part in dev.values()))
                for one in variants
            ]
        )
    if PARTS in variants:
        yield f"Every set, dev: Δ nDCG@10 to {PARTS}; bold where its 95 % interval leaves out 0"
        yield _table(
            [("variant", *dev)]
            + [
                (one, *(_change(part[one]) if one in part else "–" for part in dev.values()))
                for one in variants
                if one != PARTS
            ]
        )


def _change(figures: Mapping[str, Any]) -> str:
    if PARTS not in figures["against"]:
        return "–"
    low, mean, high = figures["against"][PARTS][FIGURES[0]]
    return f"**{mean:+.3f}**" if low > 0 or high < 0 else f"{mean:+.3f}"


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
