"""What a sentence lays down: its amounts by what they measure, and whether it allows or forbids."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from knowledge.language.numbers import numbers
from knowledge.language.words import content_words, stem


class Rule(StrEnum):
    MUST = "must"
    MUST_NOT = "must not"
    MAY = "may"
    NEED_NOT = "need not"


@dataclass(frozen=True, slots=True)
class Value:
    """An amount and what it measures: ("25", "£"), ("5", "working days"), ("2", "hours")."""

    amount: float
    measure: str

    @property
    def hours(self) -> float | None:
        """Lengths of time can be compared whatever their unit; a working day is only itself."""
        factor = _HOURS.get(self.measure)
        return self.amount * factor if factor else None

    @property
    def words(self) -> str:
        """`£25`, `5 working days`, `85 per cent`."""
        figure = f"{self.amount:,.2f}".rstrip("0").rstrip(".")
        if self.measure == "£":
            return f"£{figure}"
        if self.measure.startswith(_NTH_OF):
            return f"the {_ORDINALS[int(self.amount) - 1]} {self.measure.removeprefix(_NTH_OF)}"
        measure, per, rate = self.measure.partition(" per ")
        if measure == "percent":
            measure = "per cent"
        elif self.amount != 1 and measure not in ("pence", "people"):
            measure += "s"
        return f"{figure} {measure}{per}{rate}"


_HOURS = {"minute": 1 / 60, "hour": 1.0, "day": 24.0, "week": 168.0, "month": 730.0, "year": 8760.0}
_MEASURES = (
    r"working days?|calendar days?|minutes?|hours?|days?|weeks?|months?|years?|per ?cent|%|pence|p|"
    r"miles?|kilometres?|km|characters?|words?|pages?|people|times|gb|mb|gigabytes?|quotes?|quotations?"
)
_WORDS = (
    r"two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|"
    r"sixty|ninety|one"
)
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth",
             "tenth")  # fmt: skip
_NUMBER = rf"(?:\d[\d,]*(?:\.\d+)?|(?:{_WORDS})(?:[- ](?:{_WORDS}))?)"
_MONEY = re.compile(r"[£$€]\s?(\d[\d,]*(?:\.\d+)?)\s?(k|m|bn|million|billion|thousand)?\b", re.I)
# "4 hours per pay period" and "40 hours" measure different things, so a rate keeps its "per …".
_MEASURED = re.compile(
    rf"\b({_NUMBER})(?:[- ])?\s?({_MEASURES})(?![a-z]|\.?m\b)"
    r"(\s(?:per|a|an|each|every)\s[a-z]+)?",
    re.I,
)
# "Three written quotations" counts quotations.
_COUNTED = re.compile(
    rf"\b({_NUMBER})\s(?:written|separate|independent)\s(quotes?|quotations?)\b", re.I
)
_OFTEN = re.compile(r"\b(once|twice)\s(?:a|an|per|each|every|in (?:a|each|every))\s([a-z]+)", re.I)
_NTH_OF = "nth "
_NTH = re.compile(rf"\b({'|'.join(_ORDINALS)})\s(day|week|month|year)\b", re.I)
_SCALE = {"k": 1e3, "thousand": 1e3, "m": 1e6, "million": 1e6, "bn": 1e9, "billion": 1e9}
_SAME = {"%": "percent", "per cent": "percent", "p": "pence", "gb": "gigabyte", "km": "kilometre",
         "calendar day": "day", "quotation": "quote"}  # fmt: skip

# What is ruled is the verb after the modal word: "must not bill" and "must bill" are opposites,
# "cannot exceed" and "must end" are not.
_VERB = r"\s+(?:be\s+|also\s+|always\s+|only\s+)?(?P<verb>[a-z]+)"
_RULES = {
    Rule.NEED_NOT: re.compile(
        r"\b(?:need not|needn['’]t|not (?:need|have) to|not (?:required|obliged) to|no need to)"
        + _VERB,
        re.I,
    ),
    Rule.MUST_NOT: re.compile(
        r"\b(?:(?:must|shall|may|can|should) not|cannot|can['’]t|mustn['’]t|shouldn['’]t"
        r"|not (?:allowed|permitted) to|(?:forbidden|prohibited) (?:to|from)|must never)" + _VERB,
        re.I,
    ),
    Rule.MUST: re.compile(
        r"(?<!not )(?:\bmust|\bshall|\b(?:required|obliged) to|\bha(?:s|ve) to)"
        r"(?! not\b| never\b)" + _VERB,
        re.I,
    ),
    Rule.MAY: re.compile(
        r"(?<!not )(?:\bmay|\bcan|\b(?:allowed|permitted|free) to)(?! not\b)" + _VERB, re.I
    ),
}
#: Other words that turn a sentence round, or refer to what stands elsewhere.
_UNCLEAR = re.compile(
    r"\b(?:not|never|no|unless|except|only|following|below|above|otherwise|without)\b|:$", re.I
)

_LABEL = re.compile(
    r"\b(grade|band|level|tier|list|group|category|class|type|table|annex|part|year|stage|step|zone)"
    r"s?\s(\d+|[A-Z])\b",
    re.I,
)
_NAME = re.compile(r"(?<=[a-z,;] )[A-Z][a-z]{2,}")


#: "(PDF, 281KB, 4 pages)" behind a link says how long a file is, and lays down nothing.
_FILE = re.compile(
    r"\(?\b(?:PDF|OD[TS]|DOCX?|XLSX?|CSV|HTML|PPTX?|ZIP)\b,?\s[\d.,]+\s?[kMG]B[^()]*\)?", re.I
)


def values(sentence: str) -> set[Value]:
    sentence = _FILE.sub(" ", sentence)
    found = {
        Value(_number(match[1]) * _SCALE.get((match[2] or "").lower(), 1.0), "£")
        for match in _MONEY.finditer(sentence)
    }
    for match in _MEASURED.finditer(sentence):
        amount = numbers(match[1]) or ["1"]  # "one" is no number to knowledge.language.numbers
        rate = f" per {match[3].split()[-1].lower()}" if match[3] else ""
        found.add(Value(_number(amount[0]), _measure(match[2]) + rate))
    for match in _COUNTED.finditer(sentence):
        found.add(Value(_number((numbers(match[1]) or ["1"])[0]), _measure(match[2])))
    for match in _OFTEN.finditer(sentence):
        found.add(Value(2 if match[1].lower() == "twice" else 1, f"time per {match[2].lower()}"))
    for match in _NTH.finditer(sentence):
        nth = _ORDINALS.index(match[1].lower()) + 1
        found.add(Value(nth, f"{_NTH_OF}{match[2].lower()}"))
    return found


def rule(sentence: str) -> tuple[Rule, str] | None:
    """The one rule that the sentence lays down and the stem of its verb; None where there is none,
    more than one, or other words that turn it round."""
    found = [
        (kind, match) for kind, pattern in _RULES.items() for match in pattern.finditer(sentence)
    ]
    if len(found) != 1:
        return None
    kind, match = found[0]
    rest = sentence[: match.start()] + sentence[match.end() :]
    return None if _UNCLEAR.search(rest) else (kind, _base(match["verb"].lower()))


def subject(sentence: str) -> frozenset[str]:
    """The stems of what the sentence is about, without its amounts and measures, and without words
    that any rule may have."""
    bare = _MONEY.sub(" ", sentence)
    for amounts in (_MEASURED, _COUNTED, _OFTEN, _NTH):
        bare = amounts.sub(" ", bare)
    stems = (_base(word) for word in content_words(bare) if not word[0].isdigit() and len(word) > 1)
    return frozenset(stems) - _OF_ANY_RULE


def labels(sentence: str) -> dict[str, str]:
    """What is numbered or lettered in it, by its noun: {"grade": "6", "list": "a"}."""
    return {match[1].lower(): match[2].lower() for match in _LABEL.finditer(sentence)}


def names(sentence: str) -> frozenset[str]:
    """Words that its writer begins with a capital though they do not open the sentence."""
    return frozenset(match[0].lower() for match in _NAME.finditer(sentence))


def _base(word: str) -> str:
    """Used, using and use meet."""
    return stem(word).removesuffix("ed").removesuffix("e") or word


#: Words that say nothing of what a rule is about.
_OF_ANY_RULE = frozenset(
    _base(word)
    for word in (
        "at", "every", "employee", "give", "given", "held", "hold", "keep", "kept", "last", "later",
        "least", "long", "longer", "made", "make", "need", "needed", "receive", "required",
        "retain", "send", "staff", "use", "used",
    )
)  # fmt: skip


def _measure(written: str) -> str:
    measure = " ".join(written.lower().split())
    measure = _SAME.get(measure, measure)
    singular = measure.removesuffix("s") if measure != "people" else measure
    return _SAME.get(singular, singular)


def _number(written: str) -> float:
    return float(written.replace(",", ""))
