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
    """`value`: a date in ISO form, a name or a title; `[start:end]` of the text says it."""

    field: Field
    value: str
    start: int
    end: int


# A label is at the start of a line, perhaps an item's or a table's first cell; then ":" or "|".
_LABEL = r"^[ \t]*(?:[-*•][ \t]+)?(?:{})[ \t]*(?:[:|]|[ \t][–—-][ \t])[ \t]*"
_FROM = (
    r"(?:in force|effective|valid|applies|applicable)(?:[ \t]+(?:from|since|on|as of))?"
    r"|effective date|date (?:effective|in force|of issue|issued|of effect)|commencement(?: date)?"
    r"|issue date|start date"
)
_REVIEW = (
    r"(?:next |planned |scheduled )?review(?:[ \t]+(?:by|date|due|on|before))?"
    r"|(?:date of )?next review(?: date)?|(?:to be )?review(?:ed)? (?:by|on|before)"
    r"|review due(?: by)?"
    r"|expiry date|expires(?: on)?"
)
_OWNER = (
    r"(?:document |policy |content |business |guidance )?owner|owned by|policy lead|"
    r"owning (?:team|directorate|unit)|responsible (?:team|directorate|unit)"
)
_REPLACES = r"replaces|supersedes|(?:documents? |policy |policies )?(?:replaced|superseded) by this"
_REPLACED_BY = r"(?:replaced|superseded) by"
_LABELLED = {
    Field.EFFECTIVE_FROM: re.compile(_LABEL.format(_FROM) + rf"(?P<value>{WRITTEN})", re.I | re.M),
    Field.REVIEW_BY: re.compile(_LABEL.format(_REVIEW) + rf"(?P<value>{WRITTEN})", re.I | re.M),
    Field.OWNER: re.compile(_LABEL.format(_OWNER) + r"(?P<value>[^\n|]+)", re.I | re.M),
    Field.REPLACES: re.compile(_LABEL.format(_REPLACES) + r"(?P<value>[^\n|]+)", re.I | re.M),
    Field.REPLACED_BY: re.compile(_LABEL.format(_REPLACED_BY) + r"(?P<value>[^\n|]+)", re.I | re.M),
}
_THIS = (
    r"\bthis (?:\w+ ){0,3}?(?:policy|guidance|guide|document|version|directive|standard|procedure|"
    r"schedule|code|handbook|manual|framework|instruction|notice)"
)
_SAID = {
    Field.EFFECTIVE_FROM: re.compile(
        r"\b(?:effective (?:from|as of)|with effect from"
        r"|(?:comes?|came|takes?|took|coming|enters?) (?:into )?(?:force|effect)(?: on| from)?"
        r"|(?:has been |is )?in force (?:from|since)|(?:applies|apply) from"
        r"|version \d[\d.]*,? (?:issued|published|dated)(?: on)?)"
        rf"[ \t]+(?P<value>{WRITTEN})",
        re.I,
    ),
    Field.REVIEW_BY: re.compile(
        r"\b(?:(?:will|must|should|is to|to) be reviewed(?: again)?(?: by| on| before| in)"
        r"|(?:next|due for) review(?: is| by| on| in| due)*|review(?:ed)? by)"
        rf"[ \t]+(?P<value>{WRITTEN})",
        re.I,
    ),
    Field.REPLACES: re.compile(
        rf"(?:{_THIS}|^(?:\d[\d.]*[ \t]+)?it|\. it)[ \t]+"
        r"(?:replaces|supersedes|cancels and replaces)[ \t]+(?P<value>[^\n.;]+)",
        re.I | re.M,
    ),
    Field.REPLACED_BY: re.compile(
        rf"(?:{_THIS}(?: document)?|^it|\. it)[ \t]+(?:is|was|has been)(?: now)?[ \t]+"
        r"(?:replaced|superseded) by[ \t]+(?P<value>[^\n.;]+)",
        re.I | re.M,
    ),
}
#: A replaced thing that is only named by its place in time has no title to look for.
_UNNAMED = re.compile(
    r"^(?:the |any |all )?(?:previous|earlier|old|older|existing|former|last|prior|any|new|this)\b",
    re.I,
)
_ARTICLE = re.compile(r"^(?:the|our|its)\s+", re.I)
_TAIL = re.compile(
    r"\s*(?:\(.*|,?\s+(?:which|that|and is|with effect|from|dated|issued|published|as of)\b.*"
    r"|,.*)$",
    re.I,
)


#: Markdown takes lines that follow each other for one: "Owner: Estates Review by: 1 April 2026".
_LABELLED_LINE = re.compile(r"^[ \t]*(?:[-*•][ \t]+)?[A-Z][\w /-]{2,40}:[ \t].*$", re.M)
_NEXT_LABEL = re.compile(
    rf"(?<=[\w.),;])[ \t](?=(?:{_FROM}|{_REVIEW}|{_OWNER}|{_REPLACES}|{_REPLACED_BY}"
    r"|(?:document )?(?:version|status|reference|author|approved by|classification)):[ \t])",
    re.I,
)


def find_statements(text: str) -> list[Statement]:
    """The first of each field in the opening, labelled lines before prose."""
    found: dict[Field, Statement] = {}
    opening = _LABELLED_LINE.sub(lambda line: _NEXT_LABEL.sub("\n", line[0]), text[:OPENING])
    for statement in (*_matches(_LABELLED, opening), *_matches(_SAID, opening)):
        found.setdefault(statement.field, statement)
    return [found[field] for field in Field if field in found]


def _matches(patterns: dict[Field, re.Pattern[str]], text: str) -> Iterator[Statement]:
    for field, pattern in patterns.items():
        for match in pattern.finditer(text):
            value = _value(field, match["value"])
            if value:
                start = match.start() + len(match[0]) - len(match[0].lstrip(". \t\n"))
                yield Statement(field, value, start, match.end("value"))


def _value(field: Field, written: str) -> str:
    if field in (Field.EFFECTIVE_FROM, Field.REVIEW_BY):
        days = written_date(written)
        if days is None:
            return ""
        return (days.last if field is Field.REVIEW_BY else days.first).isoformat()
    name = " ".join(written.split()).strip(" .,;")
    if field in (Field.REPLACES, Field.REPLACED_BY):
        if _UNNAMED.match(name):
            return ""
        name = _ARTICLE.sub("", _TAIL.sub("", name)).strip(" .“”\"'")
    return name if 3 <= len(name) <= LONGEST and any(c.isalpha() for c in name) else ""
