"""The order of the checks: what a question is stopped for, and what is said of it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace

from assistant.answering.question.by_example import Classify
from assistant.answering.question.screen.markings import Marking, highest_marking
from assistant.answering.question.screen.personal import find_personal, without_personal
from assistant.answering.question.screen.policy import Policy
from assistant.answering.question.screen.small_talk import small_talk
from assistant.answers.answer import History, Turn
from assistant.answers.status import Status
from knowledge.language.clean import clean_characters
from knowledge.language.wording import listed

#: About four pages of text: beyond it somebody pasted a document, not a question.
LONGEST_QUESTION = 10_000

EMPTY = "There are no documents to answer from yet. Add some in the library, then ask again."
HIDDEN = "Hidden characters in the question were left out; Bernard read what you can see."
KEPT = "The question holds {what}. Nothing was sent outside; it is kept in this conversation."
SENT = "The question holds {what}. You chose to send it to the language model."
HISTORY = "Personal data in earlier questions was not sent to the language model again."


@dataclass(frozen=True, slots=True)
class ScreenResult:
    """The question as it will be used; `blocked` and `sentence` say why it will not be.

    `remarks` are quiet sentences about the question; `sent_anyway` names the personal data that a
    person chose to send to a model outside.
    """

    question: str
    blocked: Status | None = None
    sentence: str = ""
    remarks: tuple[str, ...] = ()
    sent_anyway: tuple[str, ...] = ()


def screen(
    question: str,
    documents: int,
    classify: Classify,
    policy: Policy | None = None,
    *,
    outside: bool = False,
    send_anyway: bool = False,
) -> ScreenResult:
    """`documents`: how many documents in force the reader may search. `outside`: whether the
    question would go to a model that is not the department's. `send_anyway`: the person was told
    of the personal data and chose to send it; counts where the policy allows it.

    `classify` comes last, and sees nothing that must not leave: it may ask a server.
    Raises ModelUnavailable."""
    policy = policy or Policy()
    seen, hid = uncover(question[: 2 * LONGEST_QUESTION])
    cleaned = seen.strip()
    remarks = (HIDDEN,) if hid else ()
    for stop, sentence in _stops(cleaned, policy):
        return ScreenResult(cleaned[:LONGEST_QUESTION], stop, sentence, remarks)
    kinds = tuple(dict.fromkeys(one.kind for one in find_personal(cleaned)))
    sent_anyway = kinds if outside and send_anyway and policy.send_anyway else ()
    if kinds:
        what = listed(kinds)
        if outside and not sent_anyway:
            return ScreenResult(cleaned, Status.BLOCKED_PERSONAL, _personal(what, policy), remarks)
        remarks = (*remarks, (SENT if sent_anyway else KEPT).format(what=what))
    if not documents:
        return ScreenResult(cleaned, Status.BLOCKED_EMPTY_LIBRARY, EMPTY, remarks, sent_anyway)
    reply = small_talk(cleaned, classify)
    status = Status.BLOCKED_SMALL_TALK if reply else None
    return ScreenResult(cleaned, status, reply, remarks, sent_anyway)


def screen_history(
    history: History, classify: Classify, policy: Policy | None = None, *, outside: bool = False
) -> tuple[list[Turn], tuple[str, ...]]:
    """The turns that may be used again, and what is to be said of it.

    A turn with a marking above the limit or small talk goes, with what answered it. Where turns go
    to a model outside, personal data in them is replaced by what it was: a choice to send it held
    for one question. Raises ModelUnavailable.
    """
    policy = policy or Policy()
    kept: list[Turn] = []
    masked = skip = False
    for turn in history:
        content, asks = clean_characters(turn.content), turn.asks
        if turn.role == "user":
            skip = _marked_above(content, policy) is not None
        if outside and not skip:
            content, before, asks = without_personal(content), content, without_personal(asks)
            masked = masked or (content != before and turn.role == "user")
        if turn.role == "user" and not skip:
            skip = bool(small_talk(content, classify))
        if not skip:
            kept.append(replace(turn, content=content, asks=asks))
    return kept, (HISTORY,) if masked else ()


def _stops(text: str, policy: Policy) -> Iterator[tuple[Status, str]]:
    """What stops a question before anything else is looked at, with what is said of it."""
    if not any(character.isalnum() for character in text):
        yield Status.BLOCKED_EMPTY, "Write a question first."
    if marking := _marked_above(text, policy):
        yield (
            Status.BLOCKED_MARKING,
            f"This question carries the marking {marking.words}; Bernard may hold nothing above "
            f"{policy.highest.words} here. It was not searched for and not sent anywhere, but it "
            "is kept in this conversation: delete the conversation, tell your security team where "
            "the text came from, and ask without marked text.",
        )
    if len(text) > LONGEST_QUESTION:
        yield (
            Status.BLOCKED_TOO_LONG,
            f"This question is longer than {LONGEST_QUESTION:,} characters. "
            "Shorten it, or add the text as a document and ask about that.",
        )


def _marked_above(text: str, policy: Policy) -> Marking | None:
    """The marking that it carries, where that is above the limit."""
    marking = highest_marking(text)
    return marking if marking is not None and marking > policy.highest else None


def _personal(what: str, policy: Policy) -> str:
    choice = (
        "Edit the question, or send it anyway if you must."
        if policy.send_anyway
        else "Edit the question and ask again."
    )
    return (
        f"This question holds {what}. It would be sent to a language model outside the department, "
        f"so it was stopped: nothing was sent. It is kept in this conversation. {choice}"
    )


#: Soft hyphens, joiners, byte-order marks: what pasting from a page leaves behind by itself. More
#: of them than this is no accident.
_BY_ACCIDENT = frozenset("\xad\u200b\u200c\u200d\u2060\ufeff\u200e\u200f")
MOST_BY_ACCIDENT = 8


def uncover(text: str) -> tuple[str, bool]:
    """The text as a person sees it, and whether what was hidden in it mattered: words written in
    invisible letters, turned reading direction, or hidden characters in number."""
    seen = clean_characters(text)
    hidden = [c for c in text if unicodedata.category(c) == "Cf" and c not in seen]
    mattered = any(c not in _BY_ACCIDENT for c in hidden) or len(hidden) > MOST_BY_ACCIDENT
    return seen, mattered
