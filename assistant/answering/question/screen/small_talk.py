"""A greeting, thanks, or a question about Bernard himself: no document answers it, and none should
be quoted for it. Only where the whole message is that; "Thanks, and who signs it?" is a question.
"""

from __future__ import annotations

from functools import cache

from assistant.answering.question.by_example import (
    KINDS,
    Classify,
    Kind,
    Label,
    Labelled,
    examples,
)
from assistant.fitted import load
from knowledge.language.words import stems

HELLO = "Hello. Ask about the department's policies, in your own words."
WELCOME = "You are welcome. Ask on whenever you like."
ABOUT = (
    "Bernard answers questions from the department's policy documents and shows where each "
    "sentence stands in them. Ask in your own words, as you would ask a colleague. The Help page "
    "says more."
)
#: Words of content that no example of small talk has: a message with more says something else too;
#: one with so many, or of one word, has a bar of its own. Of 106 fresh messages of small talk 95
#: have no more, of 2,830 first questions of labelled sets 19, and none of those reaches its bar.
MOST_NEW = 1
_REPLIES = {Label.GREETING: HELLO, Label.THANKS: WELCOME, Label.ABOUT: ABOUT}


def small_talk(message: str, classify: Classify) -> str:
    """The reply to it, or "". Raises ModelUnavailable."""
    if new_words(message) > MOST_NEW:
        return ""
    found = classify(message)
    return _REPLIES[found.label] if is_talk(message, found) else ""


def is_talk(message: str, found: Labelled) -> bool:
    """Whether what `found` takes for small talk is nothing else: a word alone may be looked for."""
    bar = load("intent")["bar_of_talk_in_other_words"] if in_other_words(message) else 0.0
    is_one = found.kind is Kind.TALK and new_words(message) <= MOST_NEW
    return is_one and found.confidence >= bar


def in_other_words(message: str) -> bool:
    """Whether it has a word that no example of small talk has, or no other word beside it."""
    return new_words(message) > 0 or len(message.split()) == 1


def new_words(message: str) -> int:
    return len(stems(message) - _of_talk())


@cache
def _of_talk() -> frozenset[str]:
    """Stems of the examples of small talk."""
    return frozenset().union(
        *(stems(text) for text, label in examples() if label in KINDS[Kind.TALK])
    )
