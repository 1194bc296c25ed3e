"""Understand: what to search for, given the conversation so far."""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING

from assistant.answering.question.by_model import Rewritten, rewrite
from assistant.answering.question.screen.language import is_english
from assistant.answers.answer import History
from knowledge.errors import ModelUnavailable
from knowledge.language.codes import codes
from knowledge.language.sentences import POINTS
from knowledge.language.words import content_words, words
from knowledge.library import SearchQuery

if TYPE_CHECKING:
    from assistant.models import Models

logger = logging.getLogger(__name__)

#: A reply of so few words to a question of ours says nothing alone.
BARE_REPLY_WORDS = 3
#: Characters of the answer before that say what the talk is about; the model reads some 1,000.
CONTEXT_CHARACTERS = 600
#: A message with so few words of content leans on what was said before.
LEANING_CONTENT_WORDS = 3
_POINTS_BACK = POINTS | frozenset(
    ("there", "him", "his", "her", "one", "ones", "same", "then", "else", "former", "latter",
     "above")
)  # fmt: skip
_REPLIES = frozenset(
    ("yes", "yeah", "yep", "no", "nope", "not", "ok", "okay", "sure", "correct", "right", "true",
     "false", "maybe", "none", "neither", "both", "i", "do", "don't", "am", "i'm", "we", "they",
     "have", "haven't", "did", "didn't", "is", "isn't", "are", "aren't", "it", "unsure", "know")
)  # fmt: skip
_OPENS_LEANING = re.compile(r"(and|but|or|so|also|why|(what|how) about|what if)\b", re.IGNORECASE)


_DOUBT = frozenset(
    ("sure", "certain", "right", "correct", "true", "really", "thought", "why", "wrong")
)
_BESIDE_DOUBT = frozenset(
    ("think", "positive", "exactly", "definitely", "check", "again", "sounds", "seems", "how",
     "come")
)  # fmt: skip
#: "Different thing: who signs it?" says itself that it leaves the talk before; "By the way, …" says
#: so only where what follows does not lean on it.
_NEW_TOPIC = re.compile(
    r"(?:(?P<leaves>(?:on )?(?:a )?(?:different|new) (?:thing|question|topic|note)|"
    r"change of (?:subject|topic))|another (?:thing|question)|by the way|btw)"
    r"\s*[:;,.–—-]+\s*(?P<rest>\S.*)",
    re.IGNORECASE | re.DOTALL,
)


def understand(
    question: str, history: History, models: Models | None, *, english: bool | None = None
) -> tuple[SearchQuery, Rewritten | None]:
    """The stand-alone query, and what a model made of the message where it was asked: once, for one
    that leans on the conversation or is in another language (None: its words alone say which). When
    that fails, and without a model, `by_rule` holds."""
    if english is None:
        english = is_english(question)
    if models is not None and not english:
        return _by_model(question, history, models, english=False)
    if codes(question) or not any(turn.role == "user" for turn in history):
        return SearchQuery(question), None
    topic = _NEW_TOPIC.match(question.strip())
    if topic and (topic["leaves"] or not leans(topic["rest"])):
        return SearchQuery(topic["rest"]), None
    if models is None:
        return by_rule(question, history), None
    if not leans(question):
        return SearchQuery(question), None
    return _by_model(question, history, models, english=True)


def _by_model(
    question: str, history: History, models: Models, *, english: bool
) -> tuple[SearchQuery, Rewritten | None]:
    try:
        made = rewrite(question, history, models, english=english)
    except ModelUnavailable as failure:
        logger.warning("A message was not rewritten, searched by rule: %s", failure.reason)
        return by_rule(question, history), None
    return SearchQuery(made.question), made


def by_rule(question: str, history: History) -> SearchQuery:
    """Each turn by what it is (docs/measurements.md, "Follow-ups"): a bare reply ("Yes") is every
    turn with the questions it replies to; any other follow-up is its last turn, with the turn and
    the answer before as the context. Whether it needs them, what is found tells
    (`follow_up.py`)."""
    if is_bare(question, history):
        said = [turn.content if turn.role == "user" else turn.asks for turn in history]
        return SearchQuery(_joined([*said, question]))
    asked = [turn.content for turn in history if turn.role == "user"]
    before = [one for one in asked if not doubts(one)][-1:]
    if before and doubts(question):
        return by_rule(before[0], _until(history, before[0]))
    answers = [turn.content for turn in history if turn.role == "assistant"]
    return SearchQuery(
        _joined([*before, question]),
        last=question,
        context=_joined([*before, *(one[:CONTEXT_CHARACTERS] for one in answers[-1:]), question]),
    )


def is_bare(question: str, history: History) -> bool:
    """Whether the message only replies: "yes", "not sure", or a word or two to a question."""
    said = words(question)
    if said and all(word in _REPLIES for word in said):
        return True
    asked = bool(history) and history[-1].asks
    return bool(asked) and len(said) <= BARE_REPLY_WORDS and not question.rstrip().endswith("?")


def leans(question: str) -> bool:
    """Whether the message can hardly be understood without what was said before."""
    return len(content_words(question)) <= LEANING_CONTENT_WORDS or points_back(question)


def has_pronoun(message: str) -> bool:
    """Whether something in it stands for what was said before: "it", "those"."""
    return not _POINTS_BACK.isdisjoint(words(message))


def points_back(message: str) -> bool:
    """To what was said before, in so many words: "who approves it?", "and for part-timers?"."""
    return has_pronoun(message) or bool(_OPENS_LEANING.match(message))


def doubts(message: str) -> bool:
    """Whether it only doubts the answer before, or asks for its reason: "Why?", "Are you sure? I
    thought it was 5". Then what that answer rests on is shown again."""
    said = [word for word in content_words(message) if not word[0].isdigit()]
    return not _DOUBT.isdisjoint(words(message)) and (_DOUBT | _BESIDE_DOUBT).issuperset(said)


def _until(history: History, message: str) -> History:
    """The turns before the last one that is this message."""
    places = [at for at, turn in enumerate(history) if turn.content == message]
    return history[: places[-1]]


def _joined(parts: list[str]) -> str:
    return "\n".join(part.strip() for part in parts if part.strip())
