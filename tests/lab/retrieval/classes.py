"""What kind of question it is, by rules on its text. A question is in one or more classes:

- keyword: 1 to 3 content words, no question mark and no verb of asking;
- natural: any other;
- reference: names a section, paragraph or the like by number, a numbered form, or an amount;
- acronym: 2 to 6 capitals that name no country;
- follow-up: asked in a conversation;
- table: at least half of a relevant span stands in a table of its document.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from knowledge.documents.blocks import BlockKind
from knowledge.language.words import content_words, words
from tests.lab.evaluation.metrics import holds, word_characters
from tests.lab.evaluation.questions import LabelledQuestion
from tests.lab.retrieval.documents import BenchDocument

CLASSES = ("keyword", "natural", "reference", "acronym", "follow-up", "table")

KEYWORD_WORDS = 3
_ASKS = frozenset(
    ("what", "when", "where", "which", "who", "whom", "whose", "why", "how", "is", "are", "was",
     "were", "am", "be", "do", "does", "did", "can", "could", "will", "would", "shall", "should",
     "may", "might", "must", "have", "has", "had", "get", "need", "want", "tell", "show", "list",
     "give", "explain", "describe", "find")
)  # fmt: skip
_PART = re.compile(
    r"\b(?:sections?|paragraphs?|paras?|articles?|regulations?|schedules?|annex|appendix|chapters?|"
    r"parts?|rules?|clauses?|forms?|s|ss|reg|art|sch)\b\.?\s*\d",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"\b[A-Z]{1,4}-?\d+[A-Z]?(?:-\d+)?\b|(?<![\d.,])\d+(?:\.\d+)+(?![\d%])")
_AMOUNT = re.compile(
    r"[£$€]\s?\d|\b\d[\d,.]*\s?(?:%|(?:per ?cent|pounds|dollars|euros)\b)", re.IGNORECASE
)
_CAPITALS = re.compile(r"\b[A-Z]{2,6}(?=s?\b)")
_COUNTRIES = frozenset(("UK", "GB", "US", "USA", "EU", "NI"))


def classes_of(question: LabelledQuestion, in_table: bool) -> tuple[str, ...]:
    """In the order of CLASSES; `in_table` is what `asks_of_table` said."""
    text = question.text
    held = {
        "keyword": _is_keyword(text),
        "natural": not _is_keyword(text),
        "reference": any(one.search(text) for one in (_PART, _NUMBERED, _AMOUNT)),
        "acronym": _has_acronym(text),
        "follow-up": question.follow_up,
        "table": in_table,
    }
    return tuple(name for name in CLASSES if held[name])


def asks_of_table(question: LabelledQuestion, documents: Iterable[BenchDocument]) -> bool:
    """Whether a span stands in a table of one of its relevant `documents`, or is mostly one."""
    tables = [
        block.text
        for document in documents
        for block in document.reading.blocks
        if block.kind is BlockKind.TABLE
    ]
    return any(_is_of(table, span) for table in tables for span in question.spans)


def _is_of(table: str, span: str) -> bool:
    longer = len(word_characters(table).split()) * 2 >= len(word_characters(span).split())
    return longer and holds(table, span)


def _is_keyword(text: str) -> bool:
    return (
        1 <= len(content_words(text)) <= KEYWORD_WORDS
        and "?" not in text
        and _ASKS.isdisjoint(words(text))
    )


def _has_acronym(text: str) -> bool:
    """In a question all in capitals none can be told from a word."""
    return text.upper() != text and bool(_found(text) - _COUNTRIES)


def _found(text: str) -> set[str]:
    return set(_CAPITALS.findall(text))
