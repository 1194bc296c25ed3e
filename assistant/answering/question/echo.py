"""What a passage says beside the question: a document earns nothing by repeating it.

A section of questions and answers is found by its heading, as any other is. A title that is the
question, a sentence that asks, and words in a row that are the question's are left out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from knowledge.documents.passages import embedded_text
from knowledge.documents.types import Found, Passage
from knowledge.documents.units import Unit
from knowledge.language.sentences import sentences
from knowledge.language.words import words

#: Words in a row that repeat the question; fewer are how one speaks of its subject.
RUN = 8
#: Words of a heading; more are a question written out in its place.
LONGEST_HEADING = 24
#: Passages held to it: an answer is made of these.
READ = 8
_CLOSING = "\"'”’)]*_ "


class Echo:
    """Of one question."""

    def __init__(self, asked: str) -> None:
        # Turns joined have words of the talk before, which may be the documents' own: those of a
        # question back are.
        own = "" if "\n" in asked else asked
        self._asked = frozenset(_runs(words(own)))
        # Figures are written in more than one way; the longest word is seldomest in a text.
        self._letters = [
            sorted(filter(str.isalpha, run), key=len, reverse=True) for run in self._asked
        ]

    def beside(self, text: str) -> str:
        """`text` without what asks or repeats; the same where nothing does."""
        if "?" not in text and not self._repeated_in(text):
            return text
        spoken = [text[start:end] for start, end in sentences(text)]
        stated = [one for one in spoken if not one.rstrip(_CLOSING).endswith("?")]
        return "\n".join(filter(None, map(self._own, stated)))

    def _repeated_in(self, text: str) -> bool:
        """Whether a run of the question's stands in it. Few texts hold all the words of one, in
        whatever order, and only those are cut into words."""
        lower = text.casefold()
        if not any(all(word in lower for word in run) for run in self._letters):
            return False
        return not self._asked.isdisjoint(_runs(words(text)))

    def heading(self, passage: Passage) -> str:
        """The nearest one, or the title."""
        path = passage.heading_path or (passage.title,)
        return self._heading(path[-1], passage)

    def judged(self, passage: Passage, unit: Unit) -> str:
        """What of a unit is held to the question, as `Passage.judged`; "" where it says nothing."""
        own, heading = self.beside(unit.words(passage.text)), self.heading(passage)
        return f"{heading}: {own}" if heading and own else own

    def repeated_by(self, passage: Passage) -> bool:
        """Whether it asks, or repeats the question, as a section headed by it does."""
        return any(self.beside(one) != one for one in (passage.title, passage.text))

    def left(self, passage: Passage) -> str | None:
        """What is left of the text that the passage was found by; None where that is all of it."""
        rest = passage.text
        for heading in passage.heading_path:
            rest = rest.removeprefix(heading).lstrip("\n")
        path = list(dict.fromkeys((passage.title, *passage.heading_path)))
        title, *headings = kept = [self._heading(one, passage) for one in path]
        own = self.beside(rest)
        return None if (own, kept) == (rest, path) else embedded_text(title, headings, "", own)

    def _heading(self, heading: str, passage: Passage) -> str:
        headed = heading != passage.title and len(words(heading)) <= LONGEST_HEADING
        return heading if headed else self.beside(heading)

    def _own(self, sentence: str) -> str:
        """Its words that do not repeat the question in a row."""
        said = words(sentence)
        begun = [at for at, run in enumerate(_runs(said)) if run in self._asked]
        repeated = {at + n for at in begun for n in range(RUN)}
        kept = (word for at, word in enumerate(said) if at not in repeated)
        return " ".join(kept) if repeated else sentence


def without_echo(
    asked: str, found: Sequence[Found], closeness: Callable[[Sequence[str]], Sequence[float]]
) -> tuple[Found, ...]:
    """In the order found, each moved behind what is nearer than what is left of it; `closeness` of
    texts to the question. Raises ModelUnavailable."""
    echo = Echo(asked)
    texts = {item.passage.id: echo.left(item.passage) for item in found[:READ]}
    left = {one: text for one, text in texts.items() if text is not None}
    near = dict(zip(left, closeness(list(left.values())), strict=True)) if left else {}
    order = list(found)
    for place, item in reversed(list(enumerate(found))):
        now = near.get(item.passage.id, item.closeness)
        if now < item.closeness:
            item = _fallen(item, now)
            behind = order[place + 1 :]
            passed = max(
                (n for n, one in enumerate(behind, 1) if one.score > item.score), default=0
            )
            order[place : place + passed + 1] = [*behind[:passed], item]
    return tuple(order)


def _fallen(item: Found, near: float) -> Found:
    """As it would have been found, were it only so near."""
    why = [replace(one, score=near) if one.by == "meaning" else one for one in item.reasons]
    return replace(item, score=item.score * max(0.0, near) / item.closeness, reasons=tuple(why))


def _runs(said: Sequence[str]) -> Iterator[tuple[str, ...]]:
    return (tuple(said[at : at + RUN]) for at in range(len(said) - RUN + 1))
