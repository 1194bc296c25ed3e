"""A part of a document that the question names by its number: "paragraph 4.3 of the leave policy".

Neither words nor meaning find it: "4.3" stands in every policy and says nothing. So the document is
the one whose title the question names, and the part is looked up in its text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answering.evidence.named import Named, as_found
from assistant.answering.evidence.numbering import PARTS, find_part, is_numbered
from assistant.answering.evidence.quotes import Quoted
from assistant.answering.evidence.titles import named_documents
from knowledge.access import Scope
from knowledge.documents.types import Found, Passage
from knowledge.language.titles import beside_title, is_of_title
from knowledge.language.words import stems, words
from knowledge.library import Library, SearchQuery

#: Paragraphs of a part that are quoted: a longer section is read at its place.
MOST_BLOCKS = 12

_NUMBER = r"(?P<number>\d{1,3}(?:\.\d{1,3})*[a-z]?|[a-z](?=\W|$))(?![\w%£]|\.\d)"
_NAMED = re.compile(rf"(?<!['’])\b(?P<kind>{PARTS}|s)s?\b\.?\s*{_NUMBER}", re.IGNORECASE)
_SIGN = re.compile(rf"(?P<kind>[§¶])+\s*{_NUMBER}", re.IGNORECASE)
#: "contract approvals 4.2": figures of parts, right behind a word of the title.
_BARE = re.compile(r"(?P<before>[^\W\d_]+)[\s,:]+(?P<number>\d{1,2}(?:\.\d{1,2})+)(?![\w%£]|\.\d)")
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
            blocks = find_part(passages, match["number"])
            called = match.group() if plainly else f"paragraph {match['number']}"
            alone = not beside_title(_without(query.asked, match), document.title)
            if blocks:
                quotes = (
                    Quoted(as_found(one.passage, found, "number"), one.start, one.end)
                    for one in blocks[:MOST_BLOCKS]
                )
                place = f"{called} of “{document.title}”"
                begins = place if len(blocks) > MOST_BLOCKS else ""
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
    return is_numbered(passages) and not any(said.search(one.text) for one in passages)


def _without(question: str, match: re.Match[str]) -> str:
    number = match.start("number")
    start = match.start() if "kind" in match.groupdict() else number
    return f"{question[:start]} {question[match.end('number') :]}"
