"""Do two sentences of different documents lay down different things for the same matter?

Precision before recall: a false alarm costs more trust than a conflict that is not noticed. Fitted
on the sample library and on policy_corpus mined against themselves (docs/measurements.md).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from knowledge.catalogue.vectors import text_hash
from knowledge.curation.conflicts.values import Value, labels, names, subject, values
from knowledge.language.modality import opposite, rule
from knowledge.language.phrases import listed, sections
from knowledge.language.words import words

#: Words that both subjects must share at least; FEW need to be all of the smaller one.
FEWEST_SHARED, FEW = 2, 2
#: Pairs of: cosine of the two sentences, share of the smaller subject's words that the other holds.
#: One pair must be reached.
NEAR = ((0.62, 0.75), (0.85, 0.6))
NEAR_FEW = ((0.78, 1.0), (0.8, 0.6))
#: Opposite rules for the same verb are rarer and easily mistaken.
NEAR_RULES = ((0.65, 1.0), (0.75, 0.75))
#: Lengths of time that differ by less are one ("three months", "90 days").
SAME_TIME = 0.05
#: An amount counted from the document itself speaks of nothing else.
_OF_ITSELF = re.compile(r"\b(?:issuance|this (?:directive|policy|guidance|document))\b", re.I)
LEAST_SHARE = min(common for _, common in (*NEAR, *NEAR_RULES))
_OTHER_CASE = tuple(set(pair.split()) for pair in sections("cases")["opposites"])
_RANKS = listed("cases", "ranks")


@dataclass(frozen=True, slots=True)
class Differing:
    """What differs, for people: "£25" and "£30"; "must" and "must not". `near`: the cosine from
    which the sentences speak of the same."""

    one: str
    other: str
    near: float = field(default=0.0, compare=False)

    @property
    def turned(self) -> Differing:
        return Differing(self.other, self.one, self.near)

    @property
    def why(self) -> str:
        return f"{self.one} or {self.other}"


def pair_key(one: str, other: str) -> str:
    """The same for the same two sentences, whichever comes first and however they are spaced."""
    return text_hash("\n".join(sorted(" ".join(words(text)) for text in (one, other))))


def differ(one: str, other: str) -> Differing | None:
    """What differs, if both speak of the same: that their cosine has to say. Costs nothing."""
    here, there = subject(one), subject(other)
    shared = len(here & there)
    share = shared / max(1, min(len(here), len(there)))
    if shared < FEWEST_SHARED or share < LEAST_SHARE or other_case(one, other):
        return None
    bounds = NEAR_FEW if shared <= FEW else NEAR
    what = amounts_differ(one, other)
    if what is None:
        what, bounds = _rules_differ(one, other), NEAR_RULES
    near = min((least for least, common in bounds if share >= common), default=None)
    return replace(what, near=near) if what is not None and near is not None else None


def other_case(one: str, other: str) -> bool:
    """Whether they plainly speak of two cases: grade 6 and grade 7, London and Leeds, full time and
    part time."""
    here, there = frozenset(words(one)), frozenset(words(other))
    if here & _RANKS != there & _RANKS:
        return True
    for pair in _OTHER_CASE:
        only_here, only_there = here & pair, there & pair
        if len(only_here) == len(only_there) == 1 and only_here != only_there:
            return True
    ours, theirs = labels(one), labels(other)
    if any(ours[noun] != theirs[noun] for noun in ours.keys() & theirs.keys()):
        return True
    ours_named, theirs_named = names(one), names(other)
    return bool(ours_named - there and theirs_named - here)


def _rules_differ(one: str, other: str) -> Differing | None:
    here, there = rule(one), rule(other)
    if here is None or there is None or here[1] != there[1]:
        return None
    return Differing(here[0].value, there[0].value) if opposite(here[0], there[0]) else None


def amounts_differ(one: str, other: str) -> Differing | None:
    """Only where each names exactly one amount of a measure, and neither is a heading of a list."""
    if one.endswith(":") or other.endswith(":") or _OF_ITSELF.search(one + other):
        return None
    here, there = values(one), values(other)
    differing: list[tuple[str, str]] = []
    for kind in sorted({value.measure for value in here} & {value.measure for value in there}):
        ours = [value for value in here if value.measure == kind]
        theirs = [value for value in there if value.measure == kind]
        if len(ours) == len(theirs) == 1 and ours != theirs:
            differing.append((ours[0].words, theirs[0].words))
    if differing:
        first, second = (" and ".join(side) for side in zip(*differing, strict=True))
        return Differing(first, second)
    if {value.measure for value in here} & {value.measure for value in there}:
        return None
    ours, theirs = ([value for value in found if value.hours] for found in (here, there))
    if len(ours) == len(theirs) == 1 and not _same_time(ours[0], theirs[0]):
        return Differing(ours[0].words, theirs[0].words)
    return None


def _same_time(one: Value, other: Value) -> bool:
    here, there = one.hours or 0.0, other.hours or 0.0
    return abs(here - there) <= SAME_TIME * max(here, there)
