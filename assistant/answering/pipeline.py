"""How a question becomes a checked, cited answer: the only file that knows the order.

Two ways lead there. With a language model the answer is written from numbered sources and held to
them; without one it is quoted. They part after the evidence, so that a model that fails leaves a
question from which quotes can still be made.
"""

from __future__ import annotations

from assistant.answering.step import Step, Way
from assistant.answering.steps.asked import screened, understood
from assistant.answering.steps.checked import checked_quotes, checked_text
from assistant.answering.steps.compared import compared
from assistant.answering.steps.gathered import gathered
from assistant.answering.steps.judged import judged, judged_for_model
from assistant.answering.steps.quoted import quoted
from assistant.answering.steps.written import written
from assistant.answering.values import (
    Checked,
    Compared,
    Evidence,
    Judged,
    Question,
    QuotedDraft,
    Screened,
    Understood,
    WrittenDraft,
)
from knowledge.language.wording import count

#: Is it a question, may it be asked, and is there a library to answer from?
SCREEN: Step[Question, Screened] = Step("screen", screened, lambda _: "Reading the question")
#: What to search for, given the conversation.
UNDERSTAND: Step[Screened, Understood] = Step(
    "understand", understood, lambda it: "Reading the conversation" if it.history else ""
)
#: The passages nearest to it that may be read, of the versions in force at the time asked about.
GATHER: Step[Understood, Evidence] = Step(
    "search", gathered, lambda it: f"Searching {count(it.before.documents, 'document')}"
)
#: Are they near enough to ask a model? To quote?
JUDGE_FOR_MODEL: Step[Evidence, Judged] = Step("judge", judged_for_model)
JUDGE: Step[Evidence, Judged] = Step("judge", judged)
#: The answer, by a model or of the documents' own words.
COMPOSE_TEXT: Step[Judged, WrittenDraft] = Step("compose", written)
COMPOSE_QUOTES: Step[Judged, QuotedDraft] = Step(
    "compose", quoted, lambda it: f"Reading {count(len(it.found), 'passage')}"
)
#: Every claim against the words it points at; every quote is in its passage.
CHECK_TEXT: Step[WrittenDraft, Checked] = Step(
    "verify", checked_text, lambda _: "Checking each statement"
)
CHECK_QUOTES: Step[QuotedDraft, Checked] = Step("verify", checked_quotes)
#: With the version before, and with what contradicts it.
COMPARE: Step[Checked, Compared] = Step("compare", compared)

_BEGIN: Way[Question, Screened] = Way((SCREEN,))
_EVIDENCE = _BEGIN.then(UNDERSTAND).then(GATHER)

WRITE: Way[Question, Compared] = (
    _EVIDENCE.then(JUDGE_FOR_MODEL).then(COMPOSE_TEXT).then(CHECK_TEXT).then(COMPARE)
)
QUOTE: Way[Question, Compared] = (
    _EVIDENCE.then(JUDGE).then(COMPOSE_QUOTES).then(CHECK_QUOTES).then(COMPARE)
)
