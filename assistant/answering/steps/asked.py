"""The first two steps: a question is screened, then understood."""

from __future__ import annotations

from dataclasses import replace

from assistant.answering.question.about_library import about_library
from assistant.answering.question.intent import intent_of
from assistant.answering.question.screen import screen, screen_history
from assistant.answering.question.screen.language import is_english
from assistant.answering.quoting.catalogued import catalogued
from assistant.answering.step import Tools
from assistant.answering.values import End, Question, Screened, Understood
from assistant.answers.parts import said
from assistant.answers.status import Status
from knowledge.language.wording import count, listed
from knowledge.search.respelling import with_words

READ_AS = "Read {read}. Put a word in quotation marks to have it searched for as you wrote it."
ENGLISH_ONLY = (
    "This question does not seem to be in English. Without a language model Bernard reads English "
    "alone: ask again in English."
)


def screened(question: Question, tools: Tools) -> Screened | End:
    documents = tools.library.document_count(question.scope)
    outside = _leaves(tools)
    by = (tools.classify, tools.policy)
    found = screen(question.text, documents, *by, outside=outside, send_anyway=question.send_anyway)
    history, told = screen_history(question.history, *by, outside=outside)
    remarks = (*found.remarks, *told)
    passed = Screened(
        question, found.question, found.question, history, documents, remarks, found.sent_anyway
    )
    if found.blocked:
        empty = found.blocked is Status.BLOCKED_EMPTY_LIBRARY
        files = tools.library.being_loaded(question.scope).files if empty else 0
        sentence = _still_loading(files) if files else found.sentence
        return End(found.blocked, said(sentence), at=passed)
    return _in_their_words(passed, tools)


def _in_their_words(screened: Screened, tools: Tools) -> Screened:
    """In the documents' words, where they have another, or another spelling; which is said. What is
    not in English even so stays as it was typed."""
    library = tools.library
    meant = library.read_as(screened.text, screened.before.scope)
    text = with_words(screened.text, meant) if meant else screened.text
    # A word that is but misspelt English says as much as one that is known.
    if not is_english(text, 1.0 if meant else library.known_words(text)):
        told = () if tools.models else (ENGLISH_ONLY,)
        return replace(screened, remarks=(*screened.remarks, *told), english=False)
    if not meant:
        return screened
    read = listed([f"“{said}” as “{other}”" for said, other in meant.items()])
    remarks = (*screened.remarks, READ_AS.format(read=read))
    return replace(screened, text=text, remarks=remarks)


def understood(screened: Screened, tools: Tools) -> Understood | End:
    """Raises ModelUnavailable."""
    by = (tools.classify, tools.of_library)
    found = about_library(screened.text, screened.history, *by, tools.today)
    if found is not None:
        parts = catalogued(found, tools.library, screened.before.scope, tools.today)
        if parts is not None:
            return End(Status.ANSWERED, parts, at=screened)
    asked = (screened.text, screened.history, tools.classify, tools.today, tools.models)
    return Understood(screened, intent_of(*asked, english=screened.english))


def _still_loading(files: int) -> str:
    """What is said where the library is empty only for now."""
    return (
        f"Still loading {count(files, 'file')}: ask again when "
        f"{'it is' if files == 1 else 'they are'} in force."
    )


def _leaves(tools: Tools) -> bool:
    """Whether the question's words go to a server outside, for an answer or a vector."""
    addresses = tools.models.addresses if tools.models is not None else ()
    to_model = any(map(tools.policy.is_outside, addresses))
    return to_model or tools.policy.embeddings_leave()
