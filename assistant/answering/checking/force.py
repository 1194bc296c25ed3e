"""The force of a rule: must, should, may, need not, must not. A claim must keep its source's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Set

from knowledge.language.modality import (
    Modality,
    affirmed,
    modals,
    negations,
    opposite,
    turns,
)
from knowledge.language.modality import negated as negated_words
from knowledge.language.words import stem, stems, words

#: The share of a claim's words of content that one sentence must hold, before another force is
#: taken for another rule, and a "not" that only one of the two has for a contradiction; of the
#: sentence's own words the claim must then hold SAME_EXTENT, for a long sentence says more.
SAME_RULE, SAME_SUBJECT, SAME_EXTENT = 0.5, 0.7, 0.5
#: Share of all words of both, stop words and repeats counted but for negations, from which on a
#: claim repeats its source: then any "not" more or less turns it.
REPEATS = 0.75
_LESS = frozenset(("only", "nobody", "nothing", "none"))
_LIMITS = frozenset(("unless", "until", "before", "except"))


def difference(claim: str, source: str) -> tuple[str, bool] | None:
    """What the claim makes of the source's rule, in words, and whether it is the opposite; None
    where nothing is wrong. `source` is the words that the claim rests on, with their lead-in."""
    content, others = stems(claim), stems(source)
    shared = len(content & others)
    if not content or shared / len(content) < SAME_RULE:
        return None
    repeats = _likeness(claim, source) >= REPEATS
    said, held = ({one.modality for one in modals(text)} for text in (claim, source))
    differ = bool(said - held and held - said) if repeats else not said & held
    if said and held and differ and not _limited(claim, source, said | held):
        contrary = any(opposite(one, other) for one in said - held for other in held - said)
        return f"The source says “{_all(held - said)}”, not “{_all(said - held)}”.", contrary
    if shared / len(content) < SAME_SUBJECT or shared / len(others) < SAME_EXTENT:
        return None
    return _turned(claim, source, repeats)


def _limited(claim: str, source: str, modalities: Set[Modality]) -> bool:
    """Whether a limit or another "not" may make one of two opposite rules the other: "may only
    after" is "must not before"."""
    said = words(claim)
    if not _LESS.isdisjoint(said):
        return True  # "nobody has to", "required only if"
    if Modality.MUST_NOT not in modalities:
        return False
    limited = not _LIMITS.isdisjoint(said) or "only" in words(source)
    return limited or min(negations(claim), negations(source)) > 0


def _turned(claim: str, source: str, repeats: bool) -> tuple[str, bool] | None:
    """A "not" that only the source says turns what repeats it. Else the sentence may say more than
    the claim takes from it: 5 of 5 that were accused so on RAGTruth were right."""
    others = stems(source)
    negated, turned = negations(claim), negations(source)
    more = negated > turned if repeats else negated and not turned and not turns(source)
    if more and all(stem(word) in others for word in negated_words(claim)):
        return "The source does not say “not”.", True
    if repeats and turned > negated:
        return "The source says “not” where this does not.", True
    return None


def _likeness(one: str, other: str) -> float:
    first, second = Counter(affirmed(one)), Counter(affirmed(other))
    return (first & second).total() / max(1, (first | second).total())


def _all(found: Set[Modality]) -> str:
    return "” and “".join(one.value for one in Modality if one in found)
