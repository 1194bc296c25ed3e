"""Words of English text: one way to cut them, to leave out those that say nothing, to compare."""

from __future__ import annotations

import re
from functools import lru_cache

#: `[start:end]` of the very text that was given.
Span = tuple[int, int]


def _listed(text: str) -> list[str]:
    return text.split()


#: The end of "the King's": it also stands where it says "the King".
POSSESSIVE = re.compile(r"['’]s$")
_WORD = re.compile(r"\d[\d,]*(?:\.\d+)*|[^\W_]+(?:['’][^\W_]+)*")


def words(text: str) -> list[str]:
    """Words in order, lower case; "30,000" is "30000", "4.2" stays whole, "staff's" is "staff"."""
    return [_plain(match.group()) for match in _WORD.finditer(text)]


def _plain(word: str) -> str:
    if word[0].isdigit():
        return word.replace(",", "")
    word = word.casefold().replace("’", "'")
    return word.removesuffix("'s")


#: Words that say how a sentence is built and not what it is about. Negations and modal words are
#: among them: who needs those looks for them by name.
STOP_WORDS = frozenset(
    _listed(
        """a about above after again against all also am an and any are aren't as at be because been
    before being below between both but by can can't cannot could couldn't did didn't do does
    doesn't doing don't down during each few for from further get gets getting given go had hadn't
    has hasn't have haven't having he her here hers herself him himself his how however i i'd i'll
    i'm i've if in into is isn't it its itself just let like may me might more most must my myself
    need needn't no nor not of off on once one only or other ought our ours ourselves out over own
    per please same shall shan't she should shouldn't so some such tell than that the their theirs
    them themselves then there these they they're this those through to too under until up upon us
    very via was wasn't we were weren't what when where whether which while who whom whose why will
    with within without won't would wouldn't yes you you'd you'll you're you've your yours yourself
    yourselves"""
    )
)


def content_words(text: str) -> list[str]:
    """The words of `text` that are not stop words, in order, repeats kept."""
    return [word for word in words(text) if word not in STOP_WORDS]


def stems(text: str) -> set[str]:
    """The different words of `text` that are not stop words, as they are compared: see `stem`."""
    return {stem(word) for word in content_words(text)}


@lru_cache(maxsize=16_384)
def stem(word: str) -> str:
    """A light stem: plurals and the endings -ed and -ing off, so that "claims", "claimed" and
    "claiming" meet. For comparing words, never for showing them."""
    if len(word) < 4 or not word.isalpha():
        return word
    if word.endswith("ies") and len(word) > 4:
        word = word[:-3] + "y"
    elif word.endswith(("sses", "xes", "ches", "shes", "zes")):
        word = word[:-2]
    elif word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    for ending in ("ing", "ed"):
        base = word.removesuffix(ending)
        if base != word and len(base) > 2 and re.search(r"[aeiouy]", base):
            word = base
            if word[-1] == word[-2] and word[-1] not in "lsz":
                word = word[:-1]
            break
    return word.removesuffix("e") if len(word) > 4 else word
