"""Finds "Senior Responsible Owner (SRO)" and "SRO (Senior Responsible Owner)" in a text, and the
rows of a document's own list of acronyms: "SRO: Senior Responsible Owner".

After A. S. Schwartz and M. A. Hearst, "A simple algorithm for identifying abbreviation definitions
in biomedical text", Pacific Symposium on Biocomputing 8 (2003), 451–462: a bracket, the word or
words beside it, and a match of the letters from right to left. Theirs lets letters come from
anywhere in a word; policy texts write initials, so here every word but small ones ("of", "and")
must give its first letter, which keeps out most of what theirs gets wrong and says where the long
form begins.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from knowledge.glossary.forms import LONGEST, LONGEST_LONG, SHORTEST, TermPair, singular
from knowledge.language.dates import YEAR

#: Words of a long form that may give no letter.
SMALL = frozenset(
    {"a", "an", "and", "at", "by", "for", "from", "in", "into", "of", "on", "or", "the", "to"}
    | {"upon", "with"}
)

# "(SRO)", "(the “SRO”)", "(SROs, one for each programme)".
_SHORT = r"[A-Z][A-Za-z0-9]*(?:[&/.-][A-Za-z0-9]+)*"
_AFTER = re.compile(
    rf"\(\s*(?:the\s+|or\s+|hereafter\s+|known as\s+)?[\"“'‘]?(?P<short>{_SHORT})[\"”'’]?"
    r"(?:[,;][^()\n]{1,80})?\s*\)"
)
_BEFORE = re.compile(
    rf"(?<![\w&/.-])(?P<short>{_SHORT})[\"”'’]?\s*\(\s*[\"“'‘]?(?P<long>[A-Za-z][^()\n|]{{3,160}}?)"
    r"[\"”'’]?\s*\)"
)
_ROW = re.compile(
    rf"^[ \t]*(?:[-*•][ \t]+)?(?P<short>{_SHORT})[ \t]*(?:[|:=–—]|[ ]-[ ])[ \t]*"
    r"(?P<long>[A-Za-z][^|\n;:.()]{3,160}?)[ \t]*(?=$|[|.;(:])",
    re.MULTILINE,
)
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
#: What a long form never reaches across, going left from the bracket.
_STOP = re.compile(r"[.;:?!|()\[\]\n\"“”\t]")
_CLOSING = " \"”'’"
_YEAR = re.compile(rf"^{YEAR}$")
#: A statute's own word and year often stand outside the letters: "… of Information Act 2000 (FOI)".
_STATUTE = frozenset({"act", "acts", "order", "regulations"})
#: Words looked back over; the paper: min(letters + 5, letters × 2).
_EXTRA = 5


@dataclass(frozen=True, slots=True)
class Sighting:
    """A definition in a text: `[start:end]` holds both forms, and is what a page shows of it."""

    pair: TermPair
    start: int
    end: int


def find_definitions(text: str) -> Iterator[Sighting]:
    """Precise rather than complete; long forms before their bracket first, then the others."""
    for match in _AFTER.finditer(text):
        short = singular(match["short"])
        if not _is_short(short):
            continue
        far = max(0, match.start() - LONGEST_LONG)
        end = far + len(text[far : match.start()].rstrip(_CLOSING))
        stops = [stop.end() for stop in _STOP.finditer(text, far, end)]
        span = _long_before(text, stops[-1] if stops else far, end, short)
        if span is not None:
            yield Sighting(TermPair(short, _tidy(text[span[0] : span[1]])), span[0], match.end())
    for match in (*_BEFORE.finditer(text), *_ROW.finditer(text)):
        short, long = singular(match["short"]), match["long"]
        if not _is_short(short) or _STOP.search(long):
            continue
        if _spells([word for word, _, _ in _words(text, *match.span("long"))], short):
            yield Sighting(TermPair(short, _tidy(long)), match.start("short"), match.end())


def _is_short(text: str) -> bool:
    """Mostly capitals: "SRO", "MoU", "DfE", "P&L"; not "Annex", "I"."""
    capitals = sum(character.isupper() for character in text)
    letters = sum(character.isalpha() for character in text)
    return SHORTEST <= len(text) <= LONGEST and capitals >= 2 and 2 * capitals > letters


def _long_before(text: str, begin: int, end: int, short: str) -> tuple[int, int] | None:
    """The span of the run of words that ends at the bracket and spells `short`: by initials alone
    if one does ("Technology Transformation Services", not "Transformation Services"), or else the
    shortest."""
    letters = len(_letters(short))
    found = _words(text, begin, end)[-min(letters + _EXTRA, 2 * letters) - 2 :]
    for last in range(len(found), max(0, len(found) - 3), -1):
        for initials in (True, False):
            for first in range(last - 1, -1, -1):
                run = [word for word, _, _ in found[first:last]]
                if _spells(run, short, initials_alone=initials):
                    return found[first][1], found[last - 1][2]
        if not _beside_a_statute(found[last - 1][0]):
            return None
    return None


def _beside_a_statute(word: str) -> bool:
    return bool(_YEAR.match(word)) or word.lower() in _STATUTE


def _words(text: str, begin: int, end: int) -> list[tuple[str, int, int]]:
    """Words with their spans; the parts of "cross-government" are words of their own."""
    return [(m.group(), m.start(), m.end()) for m in _WORD.finditer(text, begin, end)]


def _letters(short: str) -> str:
    return "".join(character.lower() for character in short if character.isalnum())


def _spells(words: Sequence[str], short: str, *, initials_alone: bool = False) -> bool:
    """Whether the words give the letters in order: the first word its first letter, every word
    that is not small its first letter and, unless `initials_alone`, perhaps more of its own."""
    letters = _letters(short)
    lowered = tuple(word.lower() for word in words)
    if len(lowered) < 2 or lowered[0] in SMALL or lowered[-1] in SMALL or len(letters) < SHORTEST:
        return False
    if letters in lowered:
        return False  # "the SRO board (SRO)" explains nothing
    return _fits(lowered, letters, initials_alone)


@lru_cache(maxsize=1024)
def _fits(words: tuple[str, ...], letters: str, initials_alone: bool) -> bool:
    if not words:
        return not letters
    word, rest = words[0], words[1:]
    if word in SMALL and _fits(rest, letters, initials_alone):
        return True
    if not letters or word[0] != letters[0]:
        return False
    # Letters after the initial may come from inside the word, in order.
    taken, at = 1, 0
    while not _fits(rest, letters[taken:], initials_alone):
        at = -1 if initials_alone or taken == len(letters) else word.find(letters[taken], at + 1)
        if at < 0:
            return False
        taken += 1
    return True


def _tidy(long: str) -> str:
    return " ".join(long.split())
