"""A claim that repeats a sentence but for one place: what stands there, and what stood there.

Another word may say the same, so only words are looked at of which two never do: numbers, units,
names, "all" and "never", and those who act.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import dropwhile, takewhile

from assistant.answering.checking.force import SAME_SUBJECT
from knowledge.language.clean import CELLS
from knowledge.language.modality import modals, turns
from knowledge.language.phrases import listed
from knowledge.language.quantities import UNITS, counted
from knowledge.language.words import STOP_WORDS, stem, stems, words

#: Words of a place, on either side: longer ones are another way to say it.
LONGEST_PLACE = 3
#: First letters in which two spellings of a word agree.
SPELT = 5
#: Words of a sentence that is held beside a claim: comparing all of two is quadratic.
LONGEST = 120
#: Words of content that the claim must share with its sentence besides.
FEWEST_SHARED = 2
_WHOLE = listed("cases", "whole") | {"never"}
_RANKS = listed("cases", "ranks")
_ARTICLES = frozenset(("the", "a", "an", "your"))
_STARTS = re.compile(r"[.!?:\n]+\s*")
_NAME = re.compile(r"(?<=[^.:!?\s])\s[(“\"]?([A-Z][\w’'&-]*)")


@dataclass(frozen=True, slots=True)
class Instead:
    """What the claim says where the sentence says something else, between words that both say."""

    said: list[str]
    held: list[str]
    first: bool  # nothing but articles stands before either, and no article after
    opens: bool  # of the words after it, which both say, one of the first two is of content


def displaced(claim: str, sentence: str, passage: str) -> str:
    """What the claim puts in another's place, in words; "" where nothing. `passage` is all that the
    source says."""
    ours, theirs = words(claim), words(sentence)
    if max(len(ours), len(theirs)) > LONGEST:
        return ""
    names = [_names(text) for text in (claim, sentence)]
    for place in _places(ours, theirs):
        said, held = place.said, place.held
        if (
            _of_one_kind(said, held, passage)
            or _all_for_some(said, held)
            or (_named(said, names[0] - names[1]) and _named(held, names[1]))
            or (place.first and place.opens and _acts(said, held, claim, passage))
            or _of_rank(place)
        ):
            return _instead(_as_in(claim, said), _as_in(sentence, held))
    said, held = _another_does(ours, theirs)
    return _instead(_as_in(claim, said), _as_in(sentence, held)) if said else ""


def _instead(said: str, held: str) -> str:
    if not held:
        return f"The source does not say “{said}” here."
    return f"The source says “{held}”, not “{said}”." if said else f"The source says “{held}” too."


def _another_does(ours: list[str], theirs: list[str]) -> tuple[list[str], list[str]]:
    """ "The line manager agrees it" for "it is agreed by the director": who does what is told by
    "by" in one of the two at least, and neither knows the other's."""
    one, other = [stem(word) for word in ours], [stem(word) for word in theirs]
    for at, verb in enumerate(one):
        if ours[at] in STOP_WORDS or one.count(verb) != 1 or other.count(verb) != 1:
            continue
        there = other.index(verb)
        said, held = _doer(ours, at), _doer(theirs, there)
        told = "by" in (*ours[at + 1 : at + 2], *theirs[there + 1 : there + 2])
        known = any(stem(word) in other for word in said) or any(stem(w) in one for w in held)
        spelt = said and held and said[0][:SPELT] == held[0][:SPELT]  # "organisations"
        if told and said and held and not known and not spelt:
            return said, held
    return [], []


def _doer(said: list[str], at: int) -> list[str]:
    """The words of content that name who does the verb at this place; [] where none does."""
    if said[at + 1 : at + 2] == ["by"]:
        named = _named_first(dropwhile(_ARTICLES.__contains__, said[at + 2 : at + 6]))
        how = len(named) == 1 and named[0].endswith("ing")  # "by checking the list"
        return [] if how else named
    return _named_first(dropwhile(modals, said[max(0, at - 5) : at][::-1]))[::-1]


def _named_first(said: Iterable[str]) -> list[str]:
    named = takewhile(lambda word: word not in STOP_WORDS, said)
    return list(named)[:LONGEST_PLACE]


def _places(ours: list[str], theirs: list[str]) -> Iterator[Instead]:
    one, other = [stem(word) for word in ours], [stem(word) for word in theirs]
    content, known = stems(" ".join(ours)), set(other)
    for kind, start, end, at, to in SequenceMatcher(None, one, other, False).get_opcodes():
        said, held = ours[start:end], theirs[at:to]
        held = held if len(held) == 1 else [word for word in held if not word[0].isdigit()]
        rest = content - set(one[start:end])
        shared = len(rest & known)
        if kind == "equal" or max(end - start, to - at) > LONGEST_PLACE:
            continue
        if shared < max(FEWEST_SHARED, SAME_SUBJECT * len(rest)):
            continue
        before = [word for word in (*ours[:start], *theirs[:at]) if not word[0].isdigit()]
        pairs = zip(ours[end : end + 2], theirs[to : to + 2], strict=False)
        after = [word for word, same in pairs if word == same]
        first = _ARTICLES.issuperset(before) and _ARTICLES.isdisjoint(after[:1])
        yield Instead(said, held, first, any(word not in STOP_WORDS for word in after))


def _of_rank(place: Instead) -> bool:
    """ "The deputy director" for "the director"."""
    more = place.said or place.held
    return not (place.said and place.held) and _RANKS.issuperset(more)


def _of_one_kind(said: list[str], held: list[str], passage: str) -> bool:
    """ "Ten" for "twelve", "week" for "month", a number of another place of the passage."""
    if len(said) == len(held) == 1 and said[0].isdigit() and held[0].isdigit():
        return said[0] in words(passage)
    numbers = [[value for word in each if (value := counted(word))] for each in (said, held)]
    if all(len(each) == 1 for each in numbers):
        besides = STOP_WORDS.issuperset(word for word in (*said, *held) if not counted(word))
        return numbers[0] != numbers[1] and besides
    units = [UNITS.get(each[0]) for each in (said, held) if len(each) == 1]
    return len(units) == 2 and None not in units and units[0] != units[1]


def _all_for_some(said: list[str], held: list[str]) -> bool:
    """ "All" for "some", "never" for "almost always"."""
    if _WHOLE.isdisjoint(said) or not _WHOLE.isdisjoint(held) or turns(" ".join(held)):
        return False
    others = _WHOLE | STOP_WORDS
    return others.issuperset(said) and not _ARTICLES.issuperset(held)


def _acts(said: list[str], held: list[str], claim: str, passage: str) -> bool:
    """Whether who the claim begins with acts elsewhere in the passage: is named there by initials,
    or begins another sentence."""
    one, other = ([word for word in each if word not in _ARTICLES] for each in (said, held))
    ends = [*one[:1], *one[-1:], *other[:1], *other[-1:]]
    who = " ".join(one)
    if len(ends) < 4 or not STOP_WORDS.isdisjoint(ends):
        return False
    if f"{who.upper()} " in claim and who.upper() in passage:
        return True
    for part in _STARTS.split(passage.replace(CELLS, "\n")):  # a sentence, an item, a cell
        start = [*dropwhile(lambda word: word in _ARTICLES or word[0].isdigit(), words(part))]
        if len(start) > len(one) and start[: len(one)] == one:
            return True
    return False


def _named(said: list[str], names: Set[str]) -> bool:
    """Whether its words of content are names."""
    content = set(said) - STOP_WORDS
    return bool(content) and content <= names


def _as_in(text: str, said: list[str]) -> str:
    written = (",?".join(word) if word.isdigit() else re.escape(word) for word in said)
    found = re.search(r"\W+".join(written), text, re.IGNORECASE)
    return found[0] if found else " ".join(said)


def _names(text: str) -> set[str]:
    initials = [word for word in text.split() if sum(map(str.isupper, word)) > 1]
    return {word for name in (*_NAME.findall(text), *initials) for word in words(name)}
