"""The first two steps: a question is screened, then understood."""

from __future__ import annotations

from assistant.answering.comparing.being_loaded import until_loaded
from assistant.answering.question.intent import intent_by_model
from assistant.answering.question.screen import screen, screen_history
from assistant.answering.step import Tools
from assistant.answering.values import End, Question, Screened, Understood
from assistant.answers.parts import said


def screened(question: Question, tools: Tools) -> Screened | End:
    documents = tools.library.document_count(question.scope)
    outside = _leaves(tools)
    found = screen(
        question.text,
        documents,
        tools.classify,
        tools.policy,
        outside=outside,
        send_anyway=question.send_anyway,
    )
    history, remarks = screen_history(
        question.history, tools.classify, tools.policy, outside=outside
    )
    passed = Screened(
        question,
        found.question,
        history,
        documents,
        (*found.remarks, *remarks),
        found.sent_anyway,
    )
    if found.blocked:
        sentence = until_loaded(tools.library, question.scope, found.blocked, found.sentence)
        return End(found.blocked, said(sentence), at=passed)
    return passed


def understood(screened: Screened, tools: Tools) -> Understood:
    """Raises ModelUnavailable."""
    asked = (screened.text, screened.history, tools.models, tools.classify, tools.today)
    return Understood(screened, intent_by_model(*asked))


def _leaves(tools: Tools) -> bool:
    """Whether the question's words go to a server outside, for an answer or a vector."""
    addresses = tools.models.addresses if tools.models is not None else ()
    to_model = any(map(tools.policy.is_outside, addresses))
    return to_model or tools.policy.embeddings_leave()
