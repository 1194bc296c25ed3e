"""What an answer says, as HTML made of its parts: words are escaped, marks become links."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby, pairwise

from markupsafe import Markup, escape

from assistant.answers.parts import (
    AskingBack,
    Claim,
    Heading,
    Item,
    Line,
    Listing,
    Paragraph,
    Part,
    Quote,
    Run,
    Table,
)
from assistant.answers.status import Verdict
from assistant.answers.text import ALSO
from knowledge.language.clean import CELLS
from ui.parts.common.render import part

_NOT_FOUND = Markup(' <span class="no-mark">(not found in a source)</span>')
_AGAINST = Markup(' <span class="no-mark">(the source says otherwise)</span>')
_NOTHING = Markup("")

#: The HTML for a source's number, "" to leave it out.
Show = Callable[[int], Markup]


def parts_html(parts: Sequence[Part], show: Show) -> Markup:
    """Quotes that are items of one list stand in one box."""
    drawn = _NOTHING
    for kind, group in groupby(parts, _place):
        each = list(group)
        if kind:
            drawn += _element("h4", ALSO) if kind == "also" else _NOTHING
            drawn += quotes_html([part.claim for part in each if isinstance(part, Quote)], show)
        else:
            drawn += _NOTHING.join(_block(part, show, parts) for part in each)
    return drawn


def _place(one: Part) -> str:
    """How it stands: as the passage that answers, behind it, or "" where it is no quote."""
    if not isinstance(one, Quote):
        return ""
    return "also" if one.also else "lead"


def quotes_html(claims: Iterable[Claim], show: Show) -> Markup:
    """The documents' own words, to the letter: only list items and table rows are drawn as such."""
    drawn = _NOTHING
    for items, group in groupby(claims, lambda claim: is_item(claim.text)):
        each = [_quote(claim, show) for claim in group]
        for one in [_NOTHING.join(each)] if items else each:
            drawn += Markup('<div class="quote">{}</div>').format(one)
    return drawn


def is_item(line: str) -> bool:
    """Whether a line of a document's text is an item of a list."""
    return line.lstrip().startswith("- ")


def _block(one: Part, show: Show, parts: Sequence[Part]) -> Markup:
    match one:
        case Paragraph(lines):
            return _element("p", _lines(lines, show))
        case Heading(line):
            return _element("h4", _line(line, show))
        case Listing(items):
            return _listing(items, show)
        case Table(rows):
            cells = [[_line(cell, show) for cell in row] for row in rows]
            return part("common", "table", name="Table of the answer", rows=cells, headings=1)
        case AskingBack():
            quoted = [each.claim.text for each in parts if isinstance(each, Quote)]
            return _asking_back(one, quoted)
        case Quote(claim):
            return quotes_html([claim], show)


def _asking_back(one: AskingBack, quoted: Sequence[str]) -> Markup:
    asked = _element("p", _element("strong", one.question))
    above = "\n".join(quoted)
    if len(one.options) > 1 and all(f"- {option}" in above for option in one.options):
        return asked  # the list is quoted
    listed = _NOTHING.join(_element("li", option) for option in one.options)
    return Markup("<p>{}</p><ul>{}</ul>").format(one.lead_in, listed) + asked


def _listing(items: Sequence[Item], show: Show) -> Markup:
    """The first item is the outermost; deeper ones stand within the item before them."""
    drawn, at = _NOTHING, 0
    while at < len(items):
        depth, number = items[at].depth, items[at].number
        listed = _NOTHING
        while at < len(items) and (items[at].number is None) == (number is None):
            inner = at + 1
            while inner < len(items) and items[inner].depth > depth:
                inner += 1
            words = _lines(items[at].lines, show)
            listed += _element("li", words + _listing(items[at + 1 : inner], show))
            at = inner
        if number is None:
            drawn += _element("ul", listed)
        else:
            drawn += Markup('<ol start="{}">{}</ol>').format(number, listed)
    return drawn


def _lines(lines: Iterable[Line], show: Show) -> Markup:
    return Markup("<br>").join(filter(None, (_line(line, show) for line in lines)))


def _line(line: Line, show: Show) -> Markup:
    return Markup(" ").join(filter(None, (_run(run, show) for run in line)))


def _run(run: Run, show: Show) -> Markup:
    if isinstance(run, Claim) and run.withheld:
        return _NOTHING
    return _NOTHING.join(_pieces(run, show))


def _pieces(run: Run, show: Show) -> Iterator[Markup]:
    """Words, strong ones, and marks where they stand, in order."""
    strong = [] if isinstance(run, str) else list(getattr(run, "strong", ()))
    marks = list(run.marks) if isinstance(run, Claim) else []
    against = isinstance(run, Claim) and run.verdict is Verdict.CONTRADICTED
    missing = _AGAINST if against else _NOT_FOUND
    ends = [at for span in strong for at in span] + [mark.at for mark in marks]
    cuts = sorted({0, len(run.text), *ends})
    for start, end in zip(cuts, [*cuts[1:], len(run.text)], strict=True):
        for mark in marks:
            if mark.at == start:
                yield missing if mark.n is None else show(mark.n)
        words = run.text[start:end]
        if any(a <= start and end <= b for a, b in strong):
            yield _element("strong", words)
        else:
            yield escape(words)


def _quote(claim: Claim, show: Show) -> Markup:
    """Its marks stand behind its last words, within their element."""
    marks = _NOTHING.join(show(n) for n in claim.numbers)
    each = groupby(_quoted_lines(claim), _kind)
    groups = [(kind, list(group)) for kind, group in each if kind]
    drawn = [_quoted(kind, group, _NOTHING) for kind, group in groups[:-1]]
    return _NOTHING.join([*drawn, *(_quoted(kind, group, marks) for kind, group in groups[-1:])])


#: The words of a line, each run with whether it decides.
Words = list[tuple[str, bool]]


def _quoted_lines(claim: Claim) -> Iterator[Words]:
    at = 0
    for line in claim.text.split("\n"):
        end = at + len(line)
        cuts = sorted({at, end, *(one for span in claim.strong for one in span if at < one < end)})
        runs = [
            (claim.text[a:b], any(start <= a and b <= stop for start, stop in claim.strong))
            for a, b in pairwise(cuts)
        ]
        yield runs if line.strip() else []
        at = end + 1


def _kind(line: Words) -> str:
    text = "".join(words for words, _ in line)
    if not text:
        return ""  # an empty line parts two paragraphs
    if is_item(text):
        return "item"
    return "row" if CELLS in text else "words"


def _quoted(kind: str, lines: list[Words], marks: Markup) -> Markup:
    if kind == "item":
        *items, last = [_marked(line, is_listed=True) for line in lines]
        listed = _NOTHING.join(_element("li", item) for item in [*items, last + marks])
        return _element("ul", listed)
    if kind == "row" and len(lines) > 1:
        # Which rows are headings is not known here, so none is drawn as one.
        cells = [_cells(line) for line in lines]
        cells[-1][-1] += marks
        return part("common", "table", name="Quoted table", rows=cells)
    return _element("p", Markup("<br>").join(map(_marked, lines)) + marks)


def _marked(line: Words, *, is_listed: bool = False) -> Markup:
    drawn = _NOTHING
    for place, (text, decides) in enumerate(line):
        words = text.lstrip().removeprefix("- ") if is_listed and not place else text
        drawn += _element("mark", words) if decides else escape(words)
    return drawn


def _cells(line: Words) -> list[Markup]:
    cells = [_NOTHING]
    for text, decides in line:
        first, *others = text.split(CELLS)
        cells[-1] += _marked([(first, decides)])
        cells += [_marked([(other, decides)]) for other in others]
    return cells


def _element(name: str, words: str) -> Markup:
    return Markup(f"<{name}>{{}}</{name}>").format(words)
