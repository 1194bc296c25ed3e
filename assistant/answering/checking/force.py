"""The force of a rule: must, should, may, need not, must not. A claim must keep its source's."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence, Set

from knowledge.language.modality import (
    Modality,
    affirmed,
    modals,
    negations,
    opposite,
    turns,
)
from knowledge.language.modality import negated as negated_words
from knowledge.language.words import STOP_WORDS, stem, stems, words

#: The share of a claim's words of content that one sentence must hold, before another force is
#: taken for another rule, and a "not" that only one of the two has for a contradiction; of the
#: sentence's own words the claim must then hold SAME_EXTENT, for a long sentence says more.
SAME_RULE, SAME_SUBJECT, SAME_EXTENT = 0.5, 0.7, 0.5
#: Share of all words of both, stop words and repeats counted but for negations, from which on a
#: claim repeats its source: then any "not" more or less turns it.
REPEATS = 0.75
#: It answers the question, and says nothing of the rule.
_REPLY = re.compile(r"^[YyNn][eo]s?[,.:;]\s")
#: Neither binds: of something else than what one of them speaks of the other may be true too.
_LENIENT = {Modality.MAY, Modality.NEED_NOT}
_LESS = frozenset(("only", "nobody", "nothing", "none"))
_LIMITS = frozenset(("unless", "until", "before", "except", "without", "less", "fewer", "under"))
#: With which a claim says "not", those among them that are part of a bound ("no longer than").
DENIES = _LESS | {"no"}


def difference(claim: str, source: str, others: Sequence[str] = ()) -> tuple[str, bool] | None:
    """What the claim makes of the source's rule, in words, and whether it is the opposite; None
    where nothing is wrong. `source` is the words that the claim rests on, with their lead-in, and
    `others` are the sentences around them: one of these may be the claim's rule."""
    claim = _REPLY.sub("", claim)
    content, its = stems(claim), stems(source)
    shared = len(content & its)
    if not content or shared / len(content) < SAME_RULE:
        return None
    repeats = likeness(claim, source) >= REPEATS
    said, held = _of_one_verb(claim, source)
    if not said and shared / len(content) >= SAME_SUBJECT:
        said, held = _of_one_rule(claim, source, repeats, others)
    if said and held and not _limited(claim, source, said | held):
        contrary = _contrary(said, held)
        return f"The source says “{_all(held - said)}”, not “{_all(said - held)}”.", contrary
    if shared / len(content) < SAME_SUBJECT or shared / len(its) < SAME_EXTENT:
        return None
    return _turned(claim, source, repeats)


def _ruled(claim: str, sentence: str) -> bool:
    """Whether the sentence may be the claim's rule: it says half of it, and with its force."""
    content = stems(claim)
    near = len(content & stems(sentence)) >= SAME_RULE * len(content)
    forces = {one.modality for one in modals(claim)}
    return near and not forces.isdisjoint(one.modality for one in modals(sentence))


def _of_one_verb(claim: str, source: str) -> tuple[set[Modality], set[Modality]]:
    """The force that the claim gives to a verb, and what the source does, where it is another."""
    rules = modals(source)
    for one in modals(claim):
        verb = "" if one.verb in STOP_WORDS else one.verb
        held = {other.modality for other in rules if verb and other.verb == verb}
        if held and one.modality not in held:
            return {one.modality}, held
    return set(), set()


def _of_one_rule(
    claim: str, source: str, repeats: bool, others: Sequence[str]
) -> tuple[set[Modality], set[Modality]]:
    """The force of the claim and of the sentence, where they differ; none where the sentence rules
    something else, or another one may be the rule."""
    said, held = ({one.modality for one in modals(text)} for text in (claim, source))
    differ = bool(said - held and held - said) if repeats else not said & held
    verbs = {one.verb for one in modals(source)}
    same = (
        repeats or _contrary(said, held) or not verbs.isdisjoint({"", *STOP_WORDS, *stems(claim)})
    )
    if not differ or not same or said | held == _LENIENT:
        return set(), set()
    return (set(), set()) if any(_ruled(claim, one) for one in others) else (said, held)


def _contrary(said: Set[Modality], held: Set[Modality]) -> bool:
    """Whether what only one of them has is the opposite of what only the other has."""
    return any(opposite(one, other) for one in said - held for other in held - said)


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
    if (negated - turned) % 2 == 0:
        return None  # "no … without" is none
    more = negated > turned if repeats else negated and not turned and not turns(source)
    if more and all(stem(word) in others for word in negated_words(claim)):
        return "The source does not say “not”.", True
    if repeats and turned > negated:
        return "The source says “not” where this does not.", True
    return None


def likeness(one: str, other: str) -> float:
    first, second = Counter(affirmed(one)), Counter(affirmed(other))
    return (first & second).total() / max(1, (first | second).total())


def _all(found: Set[Modality]) -> str:
    return "” and “".join(one.value for one in Modality if one in found)
