"""An answer's evidence: a card a passage, the exact words marked, a way into the document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from markupsafe import Markup, escape

from assistant.answers.answer import Answer
from assistant.answers.citation import Citation
from assistant.answers.status import Status
from knowledge.documents.types import Passage
from knowledge.language.wording import day, period
from ui.parts.common.render import render

#: Nearest passages shown where the documents do not answer.
NEAREST = 3
#: Characters shown before and after cited words; the whole passage is a press away.
AROUND = 200


@dataclass(slots=True)
class Card:
    """One passage. `n` is its number in the answer, 0 where it is only near."""

    n: int
    place: Citation | Passage  # the document, the version and where in it
    text: str
    start: int  # of `text` in the version's text
    spans: list[tuple[int, int]] = field(default_factory=list)  # cited, in the version's text
    statements: list[str] = field(default_factory=list)  # what rests on it

    @property
    def address(self) -> str:
        """The document at the words cited first, or at the whole passage."""
        whole = (self.start, self.start + len(self.text))
        start, end = self.spans[0] if self.spans else whole
        return f"/document?version={self.place.version_id}&start={start}&end={end}#words"

    @property
    def out_of_date(self) -> str:
        at = self.place
        if at.review_by is None or at.review_by >= date.today() or at.until is not None:
            return ""
        check = f": check with its owner, {at.owner}" if at.owner else ""
        return f"This policy's review date passed on {day(at.review_by)}{check}."

    @property
    def period(self) -> str:
        ended = ", no longer in force" if self.place.until is not None else ""
        return f"{period(self.place.effective_from, self.place.until)}{ended}"


def cards(answer: Answer) -> list[Card]:
    """The cited passages by number; where nothing is cited, the nearest ones."""
    passages = {found.passage.id: found.passage for found in answer.found}
    said = [(one, claim.text) for claim in answer.claims for one in claim.citations]
    cited: dict[int, Card] = {}
    for citation, statement in [*said, *((one, "") for one in answer.compared)]:
        passage = passages.get(citation.passage_id)
        words = (passage.text, passage.start) if passage else (citation.quote, citation.start)
        card = cited.setdefault(citation.n, Card(citation.n, citation, *words))
        span = (citation.start, citation.end)
        if span not in card.spans:
            card.spans.append(span)
        if statement and statement not in card.statements:
            card.statements.append(statement)
    if cited or answer.status not in (Status.NOT_COVERED, Status.UNSURE):
        return [cited[n] for n in sorted(cited)]
    near = (found.passage for found in answer.found[:NEAREST])
    return [Card(0, passage, passage.text, passage.start) for passage in near]


def anchor(exchange: int, n: int) -> str:
    return f"evidence-{exchange}-{n}"


def evidence_html(exchange: int, shown: Sequence[Card]) -> Markup:
    """The list of cards; each can be reached by its mark and by keyboard."""
    return render(
        "ask/evidence", cards=shown, exchange=exchange, anchor=anchor, own=_own, marked=_marked
    )


def _own(card: Card) -> list[str]:
    """Which statements it belongs to that are not simply its words."""
    text = _plain(card.text)
    return [words for words in card.statements if _plain(words) not in text]


def _plain(text: str) -> str:
    return "".join(filter(str.isalnum, text.lower()))


def _marked(card: Card) -> Markup:
    """The cited words marked, with what stands around them; where nothing is cited, the start."""
    if not card.spans:
        return escape(_head(card.text, 2 * AROUND))
    marked, at = Markup(""), 0
    for start, end in _merged(card):
        marked += escape(_between(card.text, at, start, first=not at))
        marked += Markup("<mark>{}</mark>").format(card.text[start:end])
        at = end
    return marked + _head(card.text[at:])


def _merged(card: Card) -> list[tuple[int, int]]:
    """The cited spans within the card's text, in order and without overlap."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(card.spans):
        left, right = max(start - card.start, 0), min(end - card.start, len(card.text))
        if merged and left <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(right, merged[-1][1]))
        elif left < right:
            merged.append((left, right))
    return merged


def _between(text: str, at: int, start: int, first: bool) -> str:
    """What stands before cited words: all of it where short, else its two ends or its end."""
    gap = text[at:start]
    if len(gap) <= 2 * AROUND and not (first and len(gap) > AROUND):
        return gap
    return _tail(gap) if first else f"{_head(gap)} {_tail(gap)}"


def _head(text: str, length: int = AROUND) -> str:
    """Up to so many characters, in whole words."""
    if len(text) <= length:
        return text
    return text[: text.rfind(" ", 1, length) + 1].rstrip() + " …"


def _tail(text: str) -> str:
    if len(text) <= AROUND:
        return text
    cut = len(text) - AROUND
    space = text.find(" ", cut)
    return "… " + text[space + 1 if space >= 0 else cut :]
