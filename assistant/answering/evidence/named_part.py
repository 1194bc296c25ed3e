"""A part of a document that the question names by its number: "paragraph 4.3 of the leave policy".

Neither words nor meaning find it: "4.3" stands in every policy and says nothing. So the document is
the one whose title the question names, and the part is looked up in its text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.answering.evidence.named import Named, as_found, named_documents
from assistant.answering.evidence.quotes import Quoted
from knowledge.access import Scope
from knowledge.documents.types import Found, Passage
from knowledge.language.titles import beside_title, is_of_title
from knowledge.language.words import stems, words
from knowledge.library import Library, SearchQuery

#: What a part is called, for regular expressions.
PARTS = (
    "paragraph|para|section|sec|sect|clause|article|art|rule|regulation|reg|chapter|part|annexe?|"
    "appendix|schedule"
)
_OPENS = re.compile(
    rf"\W{{0,3}}(?P<kind>(?:{PARTS})\s+)?(?P<number>\d{{1,3}}(?:\.\d{{1,3}})*[a-z]?|[a-z])"
    r"(?P<end>[.):]*)(?=\s|$)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class NumberedBlock:
    """A paragraph, list or table: `[start:end]` of the version's text."""

    passage: Passage
    start: int
    end: int
    text: str

    @property
    def is_heading(self) -> bool:
        return self.text in self.passage.heading_path

    def number(self) -> str:
        """Of its first line, in lower case; empty where it has none. "12 days" opens with none."""
        match = _OPENS.match(self.text)
        if match is None:
            return ""
        number = match["number"].lower()
        marked = self.is_heading or match["kind"] or match["end"] or "." in number
        return number if marked and (number[0].isdigit() or self.is_heading) else ""


def find_part(passages: Sequence[Passage], number: str) -> list[NumberedBlock]:
    """The blocks of the part with that number, without headings: a section's, or a paragraph with
    what hangs on it; [] where there is no such part.

    `passages` are a version's, in reading order.
    """
    number = number.lower()
    every = list(blocks(passages))
    section = [
        block
        for block in every
        if any(_heading_number(one) == number for one in block.passage.heading_path)
    ]
    return [one for one in section or _paragraph(every, number) if not one.is_heading]


def _paragraph(every: Sequence[NumberedBlock], number: str) -> list[NumberedBlock]:
    """From the block with the number to the next beside or above it, or the next heading."""
    for place, first in enumerate(every):
        if first.number() == number and not first.is_heading:
            part = [first]
            for block in every[place + 1 :]:
                if (
                    _ends(block.number(), number)
                    or block.passage.heading_path != first.passage.heading_path
                ):
                    break
                part.append(block)
            return part
    return []


def _ends(next_number: str, number: str) -> bool:
    """Whether that is a part beside or above it. "1." below "4.2" is an item of a list in it."""
    depth = next_number.count(".")
    return bool(next_number) and (depth == number.count(".") or 0 < depth < number.count("."))


def _heading_number(heading: str) -> str:
    match = _OPENS.match(heading)
    if match is None or not (match["kind"] or match["number"][0].isdigit()):
        return ""
    return match["number"].lower()


def blocks(passages: Sequence[Passage]) -> Iterator[NumberedBlock]:
    """In reading order, headings too."""
    for passage in passages:
        at = passage.start
        for part in passage.text.split("\n\n"):
            if part.strip():
                yield NumberedBlock(passage, at, at + len(part), part)
            at += len(part) + 2


#: Paragraphs of a part that are quoted: a longer section is read at its place.
MOST_BLOCKS = 12

_NUMBER = r"(?P<number>\d{1,3}(?:\.\d{1,3})*[a-z]?|[a-z](?=\W|$))(?![\w%£]|\.\d)"
_NAMED = re.compile(rf"(?<!['’])\b(?P<kind>{PARTS}|s)s?\b\.?\s*{_NUMBER}", re.IGNORECASE)
_SIGN = re.compile(rf"(?P<kind>[§¶])+\s*{_NUMBER}", re.IGNORECASE)
#: "contract approvals 4.2": figures of parts, right behind a word of the title.
_BARE = re.compile(
    r"\b(?P<before>[^\W\d_]+)[\s,:]+(?P<number>\d{1,2}(?:\.\d{1,2})+)(?![\w%£]|\.\d)"
)
#: "section 12 of the Act" is a part of a law, which no policy holds.
_LAW = frozenset(("act", "acts", "regulations", "order", "bill", "directive", "statute"))


def named_part(
    query: SearchQuery, found: Sequence[Found], library: Library, scope: Scope
) -> Named | None:
    """None where the question names no part, or none of the documents found."""
    if not _LAW.isdisjoint(words(query.asked)):
        return None
    asked = [(match, True) for regex in (_NAMED, _SIGN) for match in regex.finditer(query.asked)]
    asked += [(match, False) for match in _BARE.finditer(query.asked)]
    documents = named_documents(stems(query.text), found) if asked else []
    for match, plainly in asked:
        for document in documents:
            if not plainly and not is_of_title(match["before"], document.title):
                continue
            passages = library.passages(scope, document.version_id)
            part = find_part(passages, match["number"])
            called = match.group() if plainly else f"paragraph {match['number']}"
            alone = not beside_title(_without(query.asked, match), document.title)
            if part:
                quotes = (
                    Quoted(as_found(one.passage, found, "number"), one.start, one.end)
                    for one in part[:MOST_BLOCKS]
                )
                place = f"{called} of “{document.title}”"
                begins = place if len(part) > MOST_BLOCKS else ""
                return Named(tuple(quotes), alone, f"The question names {place}.", begins=begins)
            if alone and plainly and len(documents) == 1 and _has_none(passages, match):
                missing = f"“{document.title}” has no {called}."
                return Named((), alone, missing, missing)
    return None


def _has_none(passages: Sequence[Passage], match: re.Match[str]) -> bool:
    """Whether the document numbers its parts and this number stands nowhere in it: a table may
    speak of a law's section 40."""
    number = match["number"]
    named = number if number[0].isdigit() else match.group()
    said = re.compile(rf"(?<![\w.]){re.escape(named)}(?!\w|\.\d)", re.IGNORECASE)
    numbered = any(block.number() for block in blocks(passages))
    return numbered and not any(said.search(one.text) for one in passages)


def _without(question: str, match: re.Match[str]) -> str:
    number = match.start("number")
    start = match.start() if "kind" in match.groupdict() else number
    return f"{question[:start]} {question[match.end('number') :]}"
