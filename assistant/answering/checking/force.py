"""The force of a rule: must, should, may, need not, must not. A claim must keep its source's."""

from __future__ import annotations

import re
from collections import Counter
from enum import StrEnum

from knowledge.language.words import stems, words


class Force(StrEnum):
    """How a rule binds; the value is the word that people are told."""

    MUST = "must"
    SHOULD = "should"
    MAY = "may"
    NEED_NOT = "need not"
    MUST_NOT = "must not"


#: Forces that contradict each other; any other two differ in degree.
_OPPOSITE = (
    {Force.MUST, Force.NEED_NOT},
    {Force.MUST, Force.MUST_NOT},
    {Force.SHOULD, Force.MUST_NOT},
    {Force.MAY, Force.MUST_NOT},
)
_NOT = r"(?:\s+\w+ly)?\s*(?:not|n['’]t)"
#: In this order; what one pattern takes, the next does not see. "No more than" and the like are
#: bounds, not bans, and "in May" is a month.
_PATTERNS: tuple[tuple[Force | None, re.Pattern[str]], ...] = tuple(
    (force, re.compile(pattern, re.IGNORECASE))
    for force, pattern in (
        (None, r"\b(?:not|no|cannot)\s+(?:more|less|fewer|later|earlier|longer|exceed\w*)\b"),
        (Force.MAY, r"\b(?:may|might|could)\s+(?:also\s+|still\s+)?(?:have|need)\s+to\b"),
        (Force.NEED_NOT, rf"\bneed{_NOT}\b|\b(?:do|does){_NOT}\s+(?:have|need)\s+to\b|"
                         rf"\b(?:is|are|be){_NOT}\s+(?:required|obliged|needed|necessary)\b|"
                         r"\bno (?:need|requirement|obligation)\b|\boptional\b"),
        (Force.MUST_NOT, rf"\b(?:must|may|can|could|shall|should){_NOT}\b|\bcannot\b|"
                         rf"\b(?:is|are|be){_NOT}\s+(?:allowed|permitted|entitled)\b|"
                         r"\b(?:forbidden|prohibited|banned|never)\b|\bmust never\b"),
        (Force.MUST, r"\b(?:must|shall|mandatory|compulsory|obliged to)\b|"
                     r"\b(?:is|are|be)\s+required\b|\b(?:has|have|need|needs)\s+to\b"),
        (Force.SHOULD, r"\b(?:should|ought to|recommended|advised to|expected to)\b"),
        (Force.MAY, r"\b(?:may|can|could)\b(?!\s+\d{4})|"
                    r"\b(?:allowed|permitted|entitled)\s+to\b"),
    )
)  # fmt: skip
_MONTH = re.compile(r"\b\d{1,2}(?:st|nd|rd|th)? May\b|\b(?:in|by|from|until|since|of) May\b")
_NEGATION = frozenset(
    words(
        "not no never none neither nor without cannot can't don't doesn't isn't aren't wasn't "
        "weren't won't shouldn't mustn't needn't"
    )
)
#: Words that turn a sentence as a negation does; where one stands, "not" is not missed.
_TURNS = frozenset(
    words(
        "unless until except excluding exclude excludes excluded only refuse refuses refused "
        "decline reject rejected prohibited forbidden banned unable avoid fails fail lacks free "
        "exempt ineligible unavailable less fewer under below than before otherwise instead if"
    )
)
_BOUND = re.compile(
    r"\b(?:not|no|cannot)\s+(?:\w+\s+){0,2}?(?:more|less|fewer|later|earlier|longer|exceed\w*|only)"
    r"\b",
    re.IGNORECASE,
)
#: The share of a claim's words of content that one sentence must hold, before another force is
#: taken for another rule, and a "not" that only one of the two has for a contradiction; of the
#: sentence's own words the claim must then hold SAME_EXTENT, for a long sentence says more.
SAME_RULE, SAME_SUBJECT, SAME_EXTENT = 0.5, 0.7, 0.5
#: Share of all words of both, stop words and repeats counted, from which on a claim repeats its
#: source: then any "not" more or less turns it.
REPEATS = 0.75


def forces(text: str) -> set[Force]:
    text = _MONTH.sub(" ", text)
    found: set[Force] = set()
    for force, pattern in _PATTERNS:
        if pattern.search(text):
            if force is not None:
                found.add(force)
            text = pattern.sub(" ", text)
    return found


def difference(claim: str, source: str) -> tuple[str, bool] | None:
    """What the claim makes of the source's rule, in words, and whether it is the opposite; None
    where nothing is wrong. `source` is the words that the claim rests on, with their lead-in."""
    content, others = stems(claim), stems(source)
    shared = len(content & others)
    if not content or shared / len(content) < SAME_RULE:
        return None
    repeats = _likeness(claim, source) >= REPEATS
    said, held = forces(claim), forces(source)
    differ = bool(said - held and held - said) if repeats else not said & held
    if said and held and differ:
        opposite = any({one, other} in _OPPOSITE for one in said - held for other in held - said)
        return f"The source says “{_all(held - said)}”, not “{_all(said - held)}”.", opposite
    if shared / len(content) < SAME_SUBJECT or shared / len(others) < SAME_EXTENT:
        return None
    return _turned(claim, source, repeats)


def _turned(claim: str, source: str, repeats: bool) -> tuple[str, bool] | None:
    negated, turned = _negations(claim), _negations(source)
    if repeats:
        more, differ = negated > turned, negated != turned
    else:
        more, differ = bool(negated), bool(negated) != bool(turned)
        differ = differ and not _TURNS & set(words(source if negated else claim))
    if not differ:
        return None
    if more:
        return "The source does not say “not”.", True
    return "The source says “not” where this does not.", True


def _likeness(one: str, other: str) -> float:
    first, second = Counter(words(one)), Counter(words(other))
    return (first & second).total() / max(1, (first | second).total())


def _negations(text: str) -> int:
    return sum(word in _NEGATION for word in words(_BOUND.sub(" ", text)))


def _all(found: set[Force]) -> str:
    return "” and “".join(force.value for force in Force if force in found)
