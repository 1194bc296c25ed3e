"""Words side by side: policies in force that disagree, or what a new version changed."""

from __future__ import annotations

from itertools import groupby

from markupsafe import Markup

from assistant.answers.answer import Answer
from assistant.answers.citation import Citation, ComparisonKind
from knowledge.language.wording import period
from ui.parts.ask.answer_text import Show
from ui.parts.common.render import render

_HEADINGS = {
    ComparisonKind.CONFLICT: "Two policies in force say different things",
    ComparisonKind.CHANGE: "What changed",
}


def comparison_html(answer: Answer, show: Show) -> Markup:
    """A heading and a table of two columns for each kind; nothing where nothing is compared."""
    groups = [(one, list(all_)) for one, all_ in groupby(answer.comparisons, lambda it: it.kind)]
    return render(
        "ask/comparison", groups=groups, headings=_HEADINGS, period=_period, bare=_bare, show=show
    )


def _period(side: Citation) -> str:
    return period(side.effective_from, side.until) or "in force"


def _bare(quote: str) -> str:
    """An item of a list, without its dash."""
    return quote.strip().removeprefix("- ")


def compared_lines(answer: Answer) -> list[str]:
    """The same as plain text."""
    lines = []
    for kind, group in groupby(answer.comparisons, lambda one: one.kind):
        lines += ["", f"{_HEADINGS[kind]}:"]
        for one in group:
            for side in one.sides:
                said = " ".join(side.quote.split())
                lines.append(f"- {side.title}, {_period(side)}: “{said}” [{side.n}]")
    return lines
