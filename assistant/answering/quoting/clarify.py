"""Clarify: a rule that decides by conditions, and a question that says nothing of them yet.

Rules that the wording follows are those of guidance on GOV.UK: "You can … if …", "unless", "as long
as", a list under "if:" or "You must:".
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answering.evidence.quotes import Quoted
from assistant.answering.question.asked import (
    AUXILIARY,
    SUBJECT,
    asked_back,
    asked_proper,
    told_and_asked,
)
from assistant.answers.answer import History
from knowledge.curation.conflicts.values import values
from knowledge.language.clean import CELLS
from knowledge.language.quantities import numbers
from knowledge.language.sentences import sentences
from knowledge.language.words import content_words, stems, words

#: Options offered: more are a form to fill in, not a short question.
MOST_OPTIONS = 5
#: Share of a condition's words from which something said is about it.
SPOKEN_OF = 0.25
#: Words of a condition: fewer say nothing, more are a paragraph.
FEWEST, LONGEST = 1, 40
#: Share of what a condition adds to its rule from which the question itself names it.
NAMED_OF = 0.6
#: Words of a condition, beside its amount, from which they say what it is about.
FEWEST_NAMED = 2

#: Where a sentence that asks for a decision begins to ask.
_DECIDES = re.compile(rf"\b{AUXILIARY}\s+{SUBJECT}\b", re.IGNORECASE)
#: Stems that any story and any condition may hold.
_GENERAL = stems(
    "year month week day hour time date more less least most first last new old usually normally "
    "one two three four five six seven eight nine ten "
    "need want get use make take give go come work"
)
_HINGE = re.compile(
    r"\b(?:if|unless|as long as|provided(?: that)?|when|except(?: \w+)?|"
    r"depend\w* on(?: whether)?)\b(?!\s*[,;.)])",  # "say who, when, and why" states none
    re.IGNORECASE,
)
_OPENS_LIST = re.compile(
    r"\b(?:if|unless|where|must|either|following|apply)\b[^.;]{0,40}:\s*$", re.IGNORECASE
)
_ONE_OF_SEVERAL = re.compile(r";(?:\s*(?:or|and))?\s*$", re.IGNORECASE)
_REFUSES = frozenset(("no", "not", "nope"))
_MARKER = re.compile(r"^\s*(?:[-*•–]|\(?\w{1,3}[.)])\s+")
_NUMBER = re.compile(r"^\W*\d+(?:\.\d+)*[.)]?\s+")
#: Before a condition of its own, which has a subject: "or the press" goes on with the one before.
_JOINED = re.compile(
    r"(?:,|;)?\s+(?:and|or)\s+(?=(?:you|your|they|their|it|he|she|we)\b)|(?:,|;)?(?:\s+(?:and|or))?\s+if\s+|;\s+"
)


def undecided(question: str, history: History, rule: str) -> tuple[str, ...]:
    """The conditions of `rule` that nothing said so far is about, for a question that asks for a
    decision; () when the rule has none, or one is spoken of and no question was asked back."""
    replies = asked_back(history)
    known = _said(question, history, replies)
    proper = asked_proper(question)
    condition = stems(_own_condition(proper))
    stated = conditions(rule)
    elsewhere = _beside(stated, rule)
    open_ones = tuple(
        one
        for one in stated
        if not any(_about(one, text) for text in known)
        and not ((stems(one) - _GENERAL) & condition)
        and not _named_in(one, proper, elsewhere)
    )
    if bool(open_ones) and replies:
        goes_on = len(open_ones) < len(stated) and not set(words(question)) & _REFUSES
        return open_ones[:MOST_OPTIONS] if goes_on else ()
    return open_ones[:MOST_OPTIONS] if len(open_ones) == len(stated) else ()


def with_lead_in(quote: Quoted) -> str:
    """The quote's words, behind the sentence that opens their list where that is not quoted."""
    passage = quote.found.passage
    if not _MARKER.match(quote.text):
        return quote.text
    before = passage.text[: quote.start - passage.start].split("\n")
    for line in reversed(before):
        if line.strip() and not _MARKER.match(line):
            return f"{line}\n{quote.text}" if line.rstrip().endswith(":") else quote.text
    return quote.text


def conditions(rule: str) -> list[str]:
    """In the rule's own words, in its order."""
    found: list[str] = []
    listing = False
    for line in rule.split("\n"):
        line = line.strip()
        if not line or CELLS in line:  # a table's header reads like one
            continue
        if listing and (_MARKER.match(line) or not line.endswith(":")) and len(line) < 300:
            found.append(_MARKER.sub("", line))
            continue
        listing = False
        for start, end in sentences(line):
            found.extend(_of_sentence(line[start:end]))
        if _OPENS_LIST.search(line):
            listing = True
    kept = [_ONE_OF_SEVERAL.sub("", " ".join(one.split())).rstrip(".;,:") for one in found]
    return [
        one
        for one in dict.fromkeys(kept)
        if len(content_words(one)) >= FEWEST and len(words(one)) <= LONGEST
    ]


def _of_sentence(sentence: str) -> list[str]:
    sentence = _NUMBER.sub("", sentence)
    if sentence.endswith(":"):
        return []
    if _ONE_OF_SEVERAL.search(sentence):
        return [_MARKER.sub("", _ONE_OF_SEVERAL.sub("", sentence))]
    match = _HINGE.search(sentence)
    if match is None:
        return []
    tail = sentence[match.end() :].lstrip(" :")
    if match.start() == 0 and "," in tail:
        tail = tail.split(",", 1)[0]
    return [part for part in _JOINED.split(tail) if part.strip()]


def _said(question: str, history: History, replies: History) -> list[str]:
    """What the person told beside asking, and what was asked back."""
    told = [_told(question), *(_told(turn.content) for turn in history if turn.role == "user")]
    asked_back = [turn.content for turn in replies if turn.role == "assistant"]
    return [text for text in (*told, *asked_back) if text.strip()]


def _told(message: str) -> str:
    """The sentences around the one that asks, and what that one tells before it asks."""
    around, proper = told_and_asked(message)
    decides = _DECIDES.search(proper)
    before = proper[: decides.start()] if decides else "" if around else message
    return f"{around} {before}"


def _beside(stated: Sequence[str], rule: str) -> set[str]:
    """The stems of the rule's own words beside its conditions."""
    rest = " ".join(rule.split())
    for one in stated:
        rest = rest.replace(one, " ")
    return stems(rest)


def _named_in(condition: str, proper: str, elsewhere: set[str]) -> bool:
    """Whether the very question names what the condition adds to the rule: "Can permanent staff
    …?" asks as permanent staff."""
    named = stems(condition) - _GENERAL - elsewhere
    return bool(named) and len(named & stems(proper)) >= NAMED_OF * len(named)


def _own_condition(proper: str) -> str:
    """ "…, if it is cheaper": one word of a condition is enough to tell that it is meant."""
    hinge = _HINGE.search(proper)
    return proper[hinge.end() :] if hinge else ""


def _about(condition: str, text: str) -> bool:
    """Whether they share words; of a condition that is but an amount ("longer than nine months"),
    whether both tell one of the same measure."""
    named = stems(condition) - _GENERAL - set(numbers(condition))
    if named and len(named & stems(text)) >= SPOKEN_OF * len(named):
        return True
    return len(named) < FEWEST_NAMED and bool(_measures(condition) & _measures(text))


def _measures(text: str) -> set[str]:
    return {"time" if value.hours else value.measure for value in values(text)}
