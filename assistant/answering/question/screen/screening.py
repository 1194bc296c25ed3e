"""The order of the checks: what a question is stopped for, and what is said of it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from assistant.answering.question.by_example import Classify
from assistant.answering.question.screen.hidden import uncover
from assistant.answering.question.screen.markings import highest_marking
from assistant.answering.question.screen.personal import find_personal, without_personal
from assistant.answering.question.screen.policy import Policy
from assistant.answering.question.screen.small_talk import small_talk
from assistant.answers.status import Status
from assistant.answers.turns import History, Turn
from knowledge.language.clean import clean_characters

#: About four pages of text: beyond it somebody pasted a document, not a question.
LONGEST_QUESTION = 10_000

HIDDEN = "Hidden characters in the question were left out; Bernard read what you can see."
KEPT = "The question holds {what}. Nothing was sent outside; it is kept in this conversation."
SENT = "The question holds {what}. You chose to send it to the language model."
HISTORY = "Personal data in earlier questions was not sent to the language model again."


@dataclass(frozen=True, slots=True)
class Screened:
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
) -> Screened:
    """`documents`: how many documents in force the reader may search. `outside`: whether the
    question would go to a model that is not the department's. `send_anyway`: the person was told
    of the personal data and chose to send it; counts where the policy allows it.

    `classify` comes last, and sees nothing that must not leave: it may ask a server.
    Raises ModelUnavailable."""
    policy = policy or Policy()
    seen, hid = uncover(question[: 2 * LONGEST_QUESTION])
    cleaned = seen.strip()
    remarks = (HIDDEN,) if hid else ()
    for status, sentence in (_no_question(cleaned), _marked(cleaned, policy), _too_long(cleaned)):
        if status is not None:
            return Screened(cleaned[:LONGEST_QUESTION], status, sentence, remarks)
    kinds = tuple(dict.fromkeys(one.kind for one in find_personal(cleaned)))
    sent_anyway = kinds if outside and send_anyway and policy.send_anyway else ()
    if kinds:
        what = _listed(kinds)
        if outside and not sent_anyway:
            return Screened(cleaned, Status.BLOCKED_PERSONAL, _personal(what, policy), remarks)
        remarks = (*remarks, (SENT if sent_anyway else KEPT).format(what=what))
    status, sentence = _nothing_to_answer_from(documents)
    if status is None and (reply := small_talk(cleaned, classify)):
        status, sentence = Status.BLOCKED_SMALL_TALK, reply
    return Screened(cleaned, status, sentence, remarks, sent_anyway)


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
            skip = _marked(content, policy)[0] is not None
        if outside and not skip:
            content, before, asks = without_personal(content), content, without_personal(asks)
            masked = masked or (content != before and turn.role == "user")
        if turn.role == "user" and not skip:
            skip = bool(small_talk(content, classify))
        if not skip:
            kept.append(replace(turn, content=content, asks=asks))
    return kept, (HISTORY,) if masked else ()


_Check = tuple[Status | None, str]
_PASSED: _Check = (None, "")


def _no_question(text: str) -> _Check:
    if any(character.isalnum() for character in text):
        return _PASSED
    return Status.BLOCKED_EMPTY, "Write a question first."


def _too_long(text: str) -> _Check:
    if len(text) <= LONGEST_QUESTION:
        return _PASSED
    return (
        Status.BLOCKED_TOO_LONG,
        f"This question is longer than {LONGEST_QUESTION:,} characters. "
        "Shorten it, or add the text as a document and ask about that.",
    )


def _nothing_to_answer_from(documents: int) -> _Check:
    if documents:
        return _PASSED
    return (
        Status.BLOCKED_EMPTY_LIBRARY,
        "There are no documents to answer from yet. Add some in the library, then ask again.",
    )


def _marked(text: str, policy: Policy) -> _Check:
    marking = highest_marking(text)
    if marking is None or marking <= policy.highest:
        return _PASSED
    return (
        Status.BLOCKED_MARKING,
        f"This question carries the marking {marking.words}; Bernard may hold nothing above "
        f"{policy.highest.words} here. It was not searched for and not sent anywhere, but it is "
        "kept in this conversation: delete the conversation, tell your security team where the "
        "text came from, and ask without marked text.",
    )


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


def _listed(kinds: tuple[str, ...]) -> str:
    if len(kinds) == 1:
        return kinds[0]
    return f"{', '.join(kinds[:-1])} and {kinds[-1]}"
