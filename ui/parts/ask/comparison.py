"""Words side by side: policies in force that disagree, or what a new version changed."""

from __future__ import annotations

from itertools import groupby

from assistant.answers.answer import (Answer)
from assistant.answers.citation import (Citation, Comparison, ComparisonKind)
from ui.parts.ask.answer_text import Mark
from ui.parts.common.text import day, html

_HEADINGS = {
    ComparisonKind.CONFLICT: "Two policies in force say different things",
    ComparisonKind.CHANGE: "What changed",
}


def comparison_html(answer: Answer, mark: Mark) -> str:
    """A heading and a table of two columns for each kind; nothing where nothing is compared."""
    parts = []
    for kind, group in groupby(answer.comparisons, lambda one: one.kind):
        draw = _conflicts if kind is ComparisonKind.CONFLICT else _changes
        body = draw(list(group), mark)
        parts.append(f'<section class="compared"><h3>{_HEADINGS[kind]}</h3>{body}</section>')
    return "".join(parts)


def currency_html(answer: Answer) -> str:
    """Which versions the answer rests on, where that is not plain."""
    return "".join(f'<p class="notice">{html(sentence)}</p>' for sentence in answer.currency)


def period(citation: Citation) -> str:
    """`in force from 8 January 2024 until 4 January 2026`, `in force since 5 January 2026`."""
    since, until = day(citation.effective_from), day(citation.until)
    if until:
        return f"in force from {since} until {until}" if since else f"in force until {until}"
    return f"in force since {since}" if since else "in force"


def _conflicts(found: list[Comparison], mark: Mark) -> str:
    tables = []
    for one in found:
        sides = [side for side in (one.one, one.other) if side is not None]
        heads = "".join(f'<th scope="col">{html(side.title)}</th>' for side in sides)
        cells = "".join(
            f'<td data-name="{html(side.title)}">{_said(side, mark)}'
            f'<br><span class="quiet">{html(_facts(side))}</span></td>'
            for side in sides
        )
        tables.append(
            f'<table class="stack"><thead><tr>{heads}</tr></thead><tbody><tr>{cells}</tr></tbody>'
            f'</table><p class="quiet">They differ on {html(one.why)}. Bernard does not choose: '
            "ask the owners which one holds.</p>"
        )
    return "".join(tables)


def _changes(found: list[Comparison], mark: Mark) -> str:
    new = next((one.one for one in found if one.one), None)
    old = next((one.other for one in found if one.other), None)
    now = f"Now: version {new.version}, {period(new)}" if new else "Now"
    before = f"Before: version {old.version}, {period(old)}" if old else "Before"
    rows = "".join(
        f'<tr><td data-name="Now">{_said(one.one, mark)}</td>'
        f'<td data-name="Before">{_said(one.other, mark)}</td></tr>'
        for one in found
    )
    return (
        f'<table class="stack"><thead><tr><th scope="col">{html(now)}</th>'
        f'<th scope="col">{html(before)}</th></tr></thead><tbody>{rows}</tbody></table>'
    )


def _said(side: Citation | None, mark: Mark) -> str:
    if side is None:
        return '<span class="quiet">No sentence like it in this version.</span>'
    return f"{html(side.quote.strip().removeprefix('- '))}{mark(side.n)}"


def _facts(side: Citation) -> str:
    owner = f"owner: {side.owner}" if side.owner else ""
    return " · ".join(fact for fact in (period(side), owner) if fact)


def compared_lines(answer: Answer) -> list[str]:
    """The same as plain text."""
    lines = []
    for kind, group in groupby(answer.comparisons, lambda one: one.kind):
        lines += ["", f"{_HEADINGS[kind]}:"]
        for one in group:
            for side in (one.one, one.other):
                if side is not None:
                    said = " ".join(side.quote.split())
                    lines.append(f"- {side.title}, {period(side)}: “{said}” [{side.n}]")
    return lines
