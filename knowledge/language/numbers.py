"""Numbers as English text says them: in digits or in words."""

from __future__ import annotations

import re

from knowledge.language.words import Span


def _listed(text: str) -> list[str]:
    return text.split()


_UNITS = _listed(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen"
)
_TENS = _listed("twenty thirty forty fifty sixty seventy eighty ninety")
_NUMBER_WORDS = {word: value for value, word in enumerate(_UNITS)} | {
    word: 10 * value for value, word in enumerate(_TENS, start=2)
}
_NUMBER = re.compile(
    r"(?<![\w.])(?P<digits>(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)*)(?:st|nd|rd|th)?"
    rf"|\b(?P<tens>{'|'.join(_TENS)})(?:[- ](?P<ones>{'|'.join(_UNITS[1:10])}))?\b"
    rf"|\b(?P<unit>{'|'.join(_UNITS)})\b",
    re.IGNORECASE,
)


def numbers(text: str) -> list[str]:
    """The numbers said in `text`, in order, as plain digits: "£30,000" is "30000", "twenty-five" is
    "25", "4.20" is "4.20". "One" counts only in digits: as a word it is mostly a pronoun."""
    return [number for number, _ in number_spans(text)]


def number_spans(text: str) -> list[tuple[str, Span]]:
    """The numbers of `numbers` with where each stands, an ordinal's ending included."""
    found: list[tuple[str, Span]] = []
    for match in _NUMBER.finditer(text):
        if match["digits"]:
            found.append((match["digits"].replace(",", ""), match.span()))
        elif match["tens"]:
            ones = _NUMBER_WORDS[match["ones"].lower()] if match["ones"] else 0
            found.append((str(_NUMBER_WORDS[match["tens"].lower()] + ones), match.span()))
        elif match["unit"].lower() != "one":
            found.append((str(_NUMBER_WORDS[match["unit"].lower()]), match.span()))
    return found
