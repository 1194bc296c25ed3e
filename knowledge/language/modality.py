"""Modality: how the words of a rule bind (must, should, may, need not, must not)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from knowledge.language.dates import is_month
from knowledge.language.phrases import listed, sections
from knowledge.language.quantities import quantities
from knowledge.language.words import STOP_WORDS, lowered, stem, words


class Modality(StrEnum):
    """The value is the word that people are told."""

    MUST = "must"
    SHOULD = "should"
    MAY = "may"
    NEED_NOT = "need not"
    MUST_NOT = "must not"


@dataclass(frozen=True, slots=True)
class Modal:
    """`[start:end]` of a text; `verb`: the stem of what is ruled, "" where none follows."""

    modality: Modality
    start: int
    end: int
    verb: str = ""


_OPPOSITE = (
    {Modality.MUST, Modality.NEED_NOT},
    {Modality.MUST, Modality.MUST_NOT},
    {Modality.SHOULD, Modality.MUST_NOT},
    {Modality.MAY, Modality.MUST_NOT},
)
_LISTS = {name: "|".join(entries) for name, entries in sections("modality").items()}
_BINDS, _ADVISES, _ALLOWS = (_LISTS[f"modal verbs that {do}"] for do in ("bind", "advise", "allow"))
_NOT = r"(?:not|never|n?['’]t)\b"
_NEGATED = r"(?:not|\w+n['’]t)(?:\s+(?:\w+ly|even|yet|be))?\s+"
_NO_BOUND = rf"(?!\s+(?:{_LISTS['bounds']})\b)"
#: In lower case. At one place the first that fits: what is negated before what is not.
_MODAL = re.compile(
    rf"\b(?:(?P<must_not>(?:{_BINDS}|{_ADVISES}|{_ALLOWS})(?:\s+\w+ly)?\s*{_NOT}{_NO_BOUND}"
    rf"|{_NEGATED}(?:{_LISTS['permission that not takes away']})"
    rf"|cannot\b{_NO_BOUND}|{_LISTS['must not']})"
    rf"|(?P<need_not>need(?:\s+\w+ly)?\s*{_NOT}"
    rf"|{_NEGATED}(?:{_LISTS['obligation that not lifts']})|{_LISTS['need not']})"
    rf"|(?P<must>{_BINDS}|{_LISTS['must']})"
    rf"|(?P<should>{_ADVISES}|{_LISTS['should']})"
    rf"|(?P<may>(?:might|{_ALLOWS})\s+(?:also\s+|still\s+)?(?:have|need)\s+to"
    rf"|(?:{_ALLOWS})(?!\s+not\b)|{_LISTS['may']}))\b"
)
# What is ruled is the verb after the modal words: "must not bill" and "must bill" are opposites,
# "cannot exceed" and "must end" are not.
_RULED = re.compile(r"(?P<to>\s+(?:to|from))?\s+(?:(?:be|also|always|only)\s+)?(?P<verb>[a-z]+)")
_DIRECT = re.compile(rf"(?:\b(?:{_BINDS}|{_ADVISES}|{_ALLOWS}|cannot|to)|{_NOT})$")
_NEGATION = listed("modality", "negation")
_EXCEPTIONS = listed("modality", "exceptions")
_TURNS = frozenset(map(stem, _EXCEPTIONS | listed("modality", "turns")))
#: Words that make unclear what is ruled; the last three point to what stands elsewhere.
_UNCLEAR = _NEGATION | _EXCEPTIONS | {"following", "above", "below"}
_SKIPPED = STOP_WORDS - {"need", "needs", "needed"}
_AT_LEAST = re.compile(
    r"(?P<not>not? )?(?:at least|a minimum of|more than|later than|over|above) $"
)
_AT_MOST = re.compile(
    r"(?P<not>not? )?(?:at most|up to|a maximum of|less than|fewer than|earlier than|under|below"
    r"|within) $"
)
_DO = frozenset(("do", "does", "did"))
_BOUND = re.compile(rf"\b(?:not?|cannot)\s+(?:\w+\s+){{0,2}}?(?:{_LISTS['bounds']}|only)\b")


def modals(text: str) -> list[Modal]:
    """In order. "In May" is a month, and "not more than" a bound."""
    found = []
    lower = lowered(text)
    for match in _MODAL.finditer(lower):
        if match[0] == "may" and is_month(text, *match.span()):
            continue
        ruled = _RULED.match(lower, match.end())
        verb = stem(ruled["verb"]) if ruled and (ruled["to"] or _DIRECT.search(match[0])) else ""
        found.append(Modal(Modality[(match.lastgroup or "").upper()], *match.span(), verb))
    return found


def opposite(one: Modality, other: Modality) -> bool:
    """Whether they contradict each other; any other two differ in degree."""
    return {one, other} in _OPPOSITE


def rule(sentence: str) -> tuple[Modality, str] | None:
    """The one rule that the sentence lays down and the stem of its verb; None where there is none,
    more than one, or other words that turn it round or point to what stands elsewhere."""
    found = modals(sentence)
    if len(found) != 1 or not found[0].verb or sentence.endswith(":"):
        return None
    modal = found[0]
    rest = words(f"{sentence[: modal.start]} {sentence[modal.end :]}")
    return None if _UNCLEAR.intersection(rest) else (modal.modality, modal.verb)


def negations(text: str) -> int:
    """How often it says "not", bounds ("not more than") left out."""
    return sum(map(_negates, words(_BOUND.sub(" ", lowered(text)))))


def negated(text: str) -> list[str]:
    """The words of content that a "not" stands before: "does not need a reason" has "need"."""
    said = words(_BOUND.sub(" ", lowered(text)))
    found = []
    for at, word in enumerate(said):
        after = (one for one in said[at + 1 : at + 4] if one not in _SKIPPED)
        if _negates(word) and (ruled := next(after, "")):
            found.append(ruled)
    return found


def bounds(text: str) -> list[tuple[str, bool]]:
    """Figures with their bound: whether it is the least (True) or the most."""
    lower = lowered(text)
    found = []
    for one in quantities(text):
        before = lower[max(0, one.span[0] - 24) : one.span[0]]
        if match := _AT_LEAST.search(before):
            found.append((one.value, not match["not"]))
        elif match := _AT_MOST.search(before):
            found.append((one.value, bool(match["not"])))
    return found


def affirmed(text: str) -> list[str]:
    """Its words as if nothing were negated: "do not use" is "use"."""
    return [word for word in words(text) if not _negates(word) and word not in _DO]


def turns(text: str) -> bool:
    """Whether a word in it turns it as a negation does: where one stands, "not" is not missed."""
    return not _TURNS.isdisjoint(map(stem, words(text)))


def _negates(word: str) -> bool:
    return word in _NEGATION or word.endswith("n't")
