"""What a document's opening lines say of its own dates, its owner and what it replaces.

"In force from | 1 April 2025", "Review date: March 2027", "This policy replaces the Travel Policy
2019 …". Such words only suggest: a curator confirms them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from knowledge.language.dates import WRITTEN, written_date
from knowledge.language.phrases import sections

#: Characters that count as the opening.
OPENING = 3_000
#: Characters of an owner or of a replaced document's name.
LONGEST = 120


class Field(StrEnum):
    EFFECTIVE_FROM = "effective_from"
    REVIEW_BY = "review_by"
    OWNER = "owner"
    REPLACES = "replaces"
    REPLACED_BY = "replaced_by"


@dataclass(frozen=True, slots=True)
class Statement:
    """`value`: a date in ISO form, a name or a title; `[start:end]` of the text says it.
    `other_id`: the document meant, where its text and not its name says so."""

    field: Field
    value: str
    start: int
    end: int
    other_id: int | None = None


_PAPER = "|".join(sections("titles")["kinds of paper"])
# What stands before ":" or "|", by its field. "Reviewed: 1 April 2025" tells of the last one.
_LABELS = (
    r"(?P<effective_from>(?:date (?:of )?)?(?:in force|effect(?:ive)?|valid|appli\w+(?= [dfos])"
    r"|commencement|issued?|start(?= date))(?: date)?(?:[ \t]+(?:from|since|on|as of))?)"
    r"|(?P<review_by>(?:(?:next|planned|scheduled|date of|to be) )*review(?:ed(?= [bo]))?"
    r"(?:[ \t]+(?:by|date|due|on|before))*|expir(?:y date|es(?: on)?))"
    r"|(?P<owner>owner|owned by|policy lead|(?:owning|responsible) \w+)"
    r"|(?P<replaces>(?:replac|supersed)(?:es|ed by this))|(?P<replaced_by>(?:replac|supersed)ed by)"
)
_MORE = "version|status|reference|author|approved"
_OF = f"(?:(?:{_PAPER}|policie|content|business)s? )?"
_LINE = r"^[ \t]*(?:[-*•][ \t]+)?"  # perhaps an item's, or a table's first cell
_LABELLED = re.compile(
    rf"{_LINE}{_OF}(?:{_LABELS})[ \t]*(?:[:|]|[ \t][–—-][ \t])[ \t]*(?P<value>[^\n|]+)",
    re.I | re.M,
)
#: What labels a document's first lines, its own fields and others.
LABELS = rf"{_OF}(?:{_LABELS}|(?:last )?(?:{_MORE}|date|published|updated|review))\b"
_IT = (
    rf"(?:(?<!of )\bthis (?:\w+ ){{0,3}}?(?:{_PAPER}|instruction|notice)(?: document)?"
    r"|(?:^|\. )(?:\d[\d.]*[ \t]+)?it)[ \t]+"
)
_SAID = {
    field: re.compile(said, re.I | re.M)
    for field, said in {
        Field.EFFECTIVE_FROM: r"\b(?:(?:effective|with effect|in force|appl[yi]\w*)"
        r" (?:from|since|as of)|(?:(?:c[ao]m\w+|enters?) into|takes?|took) (?:force|effect)"
        r"(?: on| from)?|version \d[\d.]*,? (?:issued|published|dated)(?: on)?)"
        rf"[ \t]+(?P<value>{WRITTEN})",
        Field.REVIEW_BY: r"\b(?:be reviewed|next review|due for review|review(?:ed)?(?= by))"
        rf"(?: is)?(?: \w+)?(?: (?:by|on|before|in))?[ \t]+(?P<value>{WRITTEN})",
        Field.REPLACES: rf"{_IT}(?:cancels and )?(?:replac|supersed)es[ \t]+(?P<value>[^\n.;]+)",
        Field.REPLACED_BY: rf"{_IT}(?:is|was|has been)(?: now)? (?:replac|supersed)ed by[ \t]+"
        r"(?P<value>[^\n.;]+)",
    }.items()
}
#: A replaced thing that is only named by its place in time has no title to look for.
_UNNAMED = re.compile(
    r"^(?:all )?(?:previous|earlier|old(?:er)?|existing|former|last|prior|any|new|this)\b", re.I
)
_ARTICLE = re.compile(r"^(?:the|our|its)\s+", re.I)
_TAIL = re.compile(
    r"(?:\s*[(,]|\s+(?:which|that|and is|with effect|from|dated|issued|published|as of)\b).*$",
    re.I,
)
_DATE = re.compile(WRITTEN, re.I)
#: Markdown takes lines that follow each other for one: "Owner: Estates Review by: 1 April 2026".
_LABELLED_LINE = re.compile(rf"{_LINE}[A-Z][\w /-]{{2,40}}:[ \t].*$", re.M)
_NEXT_LABEL = re.compile(
    rf"(?<=[\w.),;])(?<!last)[ \t](?={_OF}(?:{_LABELS}"
    rf"|classification|(?:{_MORE})(?: by)?):[ \t])",
    re.I,
)


def find_statements(text: str) -> list[Statement]:
    """The first of each field in the opening, labelled lines before prose."""
    found: dict[Field, Statement] = {}
    opening = _LABELLED_LINE.sub(lambda line: _NEXT_LABEL.sub("\n", line[0]), text[:OPENING])
    for field, match in _matches(opening):
        value, length = _value(field, match["value"])
        if value:
            start = match.start() + len(match[0]) - len(match[0].lstrip(". \t\n"))
            end = match.start("value") + length
            found.setdefault(field, Statement(field, value, start, end))
    return [found[field] for field in Field if field in found]


def _matches(text: str) -> Iterator[tuple[Field, re.Match[str]]]:
    for match in _LABELLED.finditer(text):
        yield next(field for field in Field if match[field.value]), match
    for field, pattern in _SAID.items():
        yield from ((field, match) for match in pattern.finditer(text))


def _value(field: Field, written: str) -> tuple[str, int]:
    """The value, "" where it is none, and how much of what is written says it."""
    if field in (Field.EFFECTIVE_FROM, Field.REVIEW_BY):
        date = _DATE.match(written)
        days = written_date(date[0]) if date else None
        if date is None or days is None:
            return "", 0
        return (days.last if field is Field.REVIEW_BY else days.first).isoformat(), date.end()
    name = " ".join(written.split()).strip(" .,;")
    if field is not Field.OWNER:
        name = _ARTICLE.sub("", name)
        name = "" if _UNNAMED.match(name) else _TAIL.sub("", name).strip(" .“”\"'")
    named = 3 <= len(name) <= LONGEST and any(map(str.isalpha, name))
    return name if named else "", len(written)
