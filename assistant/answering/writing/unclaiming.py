"""Which sentences of an answer claim nothing about the documents, by their form.

A model is asked to name a source behind every sentence. One that names none and asks, leads in, is
a heading, speaks of itself or only says yes or no has nothing to be checked.
"""

from __future__ import annotations

import re

from knowledge.language.modality import Modality, modals
from knowledge.language.quantities import quantities
from knowledge.language.words import words

#: Words of a line that may be a heading, and of a sentence that may be a courtesy.
HEADING, COURTESY = 8, 6
_ITSELF = frozenset(("i", "i'm", "i'll", "i've", "i'd", "me", "my"))
_ANSWERS = frozenset(("yes", "no"))


#: "The replies do not mention …", "the policy gives no date".
_TELL = "say|state|mention|give|cover|tell|specify|name|set out|explain|list|include|address"
_GAP = re.compile(
    rf"\b(?:do|does|did)(?: not|n[’']t) (?:\w+ly )?(?:{_TELL})\b|\b(?:{_TELL})s? (?:no|nothing)\b"
)
_PEOPLE = frozenset(("i", "you", "we", "they", "he", "she", "who"))


def is_gap(text: str) -> bool:
    """Whether a sentence without a mark says what the documents do not say."""
    told = _GAP.search(text.lower())
    if told is None or modals(text[: told.start()]):
        return False
    return _PEOPLE.isdisjoint(words(text[: told.start()]))


def what_is_missing(text: str) -> str:
    """Of a gap, what the documents are said not to say; all of it where its form is another."""
    told = _GAP.search(text.lower())
    return (text[told.end() :].strip() if told else "") or text


def claims_nothing(text: str, *, alone: bool) -> bool:
    """For a sentence without a mark. `alone`: it is a line of its own and no item of a list."""
    said = words(text)
    if text.endswith((":", "?")) or not said:
        return True
    if (len(said) == 1 and said[0].isalpha()) or (said[0] in _ANSWERS and len(said) == 2):
        return True  # "Certainly.", "Yes, always."
    if said[0] == "here" and said[1:2] in (["is"], ["are"]):
        return True
    rules = {one.modality for one in modals(text)} - {Modality.MAY}
    if rules or any(one.unit for one in quantities(text)):
        return False
    if not _ITSELF.isdisjoint(said):
        return True
    if text.endswith("!"):
        return len(said) <= COURTESY
    return alone and text[0].isupper() and not text.endswith((".", ";")) and len(said) <= HEADING
