"""How a question becomes a checked, cited answer.

    screen      is it a question, may it go further, and is there a library to answer from?
    understand  what to search for, given the conversation
    find        the passages nearest to it that the reader may see
    judge       are they near enough to answer from?
    compose     with a chat model, or out of the documents' own sentences
    verify      every claim against the words it points at
    compare     with the version before, and with what contradicts it

Each step is one file in `assistant/answering`. Whatever fails on the way becomes an Answer with a
named status and a sentence; what had been found and written until then stays in it.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from datetime import date

from assistant.answering.checking.second_opinion import SecondOpinions
from assistant.answering.checking.settings import Checking
from assistant.answering.checking.verify import verify_quotes, verify_text
from assistant.answering.comparing.compare import (
    changed,
    conflicting,
    quoted,
    renumbered,
    with_both_sides,
)
from assistant.answering.evidence.candidates import Candidate, candidates
from assistant.answering.evidence.find import find
from assistant.answering.evidence.in_time import in_time, newer_first, versions_used
from assistant.answering.evidence.judge import Judgement, judge_for_model
from assistant.answering.evidence.named_document import named_document
from assistant.answering.evidence.named_part import named_part
from assistant.answering.evidence.sources import choose_sources
from assistant.answering.evidence.weigh import Evidence, weigh
from assistant.answering.question.asked_when import Asked
from assistant.answering.question.by_example import ByExample
from assistant.answering.question.intent import intent_by_model
from assistant.answering.question.screen import Policy, screen, screen_history
from assistant.answering.quoting.clarify import undecided, with_lead_in
from assistant.answering.quoting.compose import MOST_NEAREST, MOST_QUOTES, Quote, compose_embedded
from assistant.answering.quoting.numbered import asking, numbered, quoted_pieces
from assistant.answering.quoting.parted import Parted, parted
from assistant.answering.run import Clock, Run
from assistant.answering.writing.compose import as_pieces, compose_model, room
from assistant.answers.answer import (
    Claim,
    Event,
    Finished,
    History,
    Piece,
    Status,
    StepStarted,
    Verdict,
)
from assistant.models import Models
from assistant.models.streaming import GivenUp, go_on
from assistant.prompts import load_prompt
from knowledge.access import Scope
from knowledge.documents.types import Found
from knowledge.errors import BadSetting, BernardError, IndexUnavailable, ModelUnavailable
from knowledge.library import Library, SearchQuery
from knowledge.outside.sending import hearing

logger = logging.getLogger(__name__)

NO_MODEL = "From the documents (no language model was used):"
INSTEAD = "These are the documents' own words instead."
MAY_NOT_ANSWER = "The documents may not answer this. These are the nearest words."
#: Of the answers of RAGTruth QA that end so (2 of 410) people had marked both.
NONE_FOUND = (
    "None of what the language model wrote was found in the sources. "
    "Read them before relying on it."
)
BEGINS = "how {} begins. Open it to read on."
CHANGED = "The version in force and the one before it differ on what was asked."
NOT_COVERED = "The documents do not answer this question."
STATED_NOTHING = (
    "What the language model wrote states nothing that could be checked. "
    "Ask again, or put the question another way."
)
#: For the log: llama-cpp-python's server, for one, drops a reply for the next request.
AT_ONCE_HINT = (
    "The answer broke off while a claim was being judged. If the model's server answers one "
    "request at a time, set BERNARD_MODEL_AT_ONCE to 1."
)
FAILED = (
    "Something in Bernard failed. Your question is kept; ask it again, "
    "and tell whoever runs Bernard if it fails again."
)

#: With these, words are shown that another document may contradict.
_QUOTING = (Status.ANSWERED, Status.PARTIAL, Status.UNSURE, Status.CLARIFY)

Steps = Generator[Event, None, None]


class Assistant:
    """Answers questions from a library. Safe to use from threads; one `ask` is one answer."""

    def __init__(
        self,
        library: Library,
        *,
        models: Models | None = None,
        clock: Clock = time.perf_counter,
        policy: Policy | None = None,
        checking: Checking | None = None,
    ) -> None:
        self._library = library
        self.checking = checking or Checking.from_environment()
        self.policy = policy or Policy.from_environment()
        self._models = models
        self._classify = ByExample.of(library)
        self._clock = clock

    def ask(
        self,
        scope: Scope,
        question: str,
        history: History = (),
        mode: str | None = None,
        send_anyway: bool = False,
    ) -> Iterator[Event]:
        """Events in order: StepStarted and Piece as they come, then exactly one Finished.

        `mode` is "model" or "embedded"; None takes the chat model where one is set up.
        `send_anyway`: the person was told of personal data in the question and chose to send it.
        Raises BadSetting, before the first event, for a mode that cannot be had; nothing after it.
        """
        if mode not in (None, "embedded", "model"):
            raise BadSetting("The mode is either embedded or model.")
        if mode == "model" and self._models is None:
            raise BadSetting(
                "No chat model is set up: set OPENAI_API_KEY and BERNARD_CHAT_MODEL, "
                "or ask with the mode embedded."
            )
        models = None
        if self._models is not None and mode != "embedded":
            models = self._models.for_question(scope)
        run = Run(question, history, scope, models, self._clock)
        return self._answer(run, send_anyway)

    def _answer(self, run: Run, send_anyway: bool) -> Iterator[Event]:
        steps: list[tuple[str, Callable[[Run], Steps]]] = [
            ("screen", lambda run: self._screen(run, send_anyway)),
            ("understand", self._understand),
            ("search", self._find),
            ("judge", self._judge),
            ("compose", self._compose),
            ("verify", self._verify),
            ("compare", self._compare),
        ]
        try:
            for name, step in steps:
                with run.timed(name), hearing(run.sent), closing(step(run)) as events:
                    for event in events:
                        run.note(event)
                        yield event
                        go_on()
                if run.ended:
                    break
        except GivenUp:
            run.stop()
        except IndexUnavailable as error:
            run.fail(Status.ERROR_INDEX, error)
        except ModelUnavailable as error:
            run.fail(Status.ERROR_MODEL, error)
        except BernardError as error:
            run.fail(Status.ERROR_INTERNAL, error)
        except Exception as error:
            logger.exception("A step failed")
            run.fail(Status.ERROR_INTERNAL, BernardError(FAILED, type(error).__name__))
        finally:
            if run.opinions is not None:
                run.opinions.close()
        yield Finished(run.answer())

    def _screen(self, run: Run, send_anyway: bool) -> Steps:
        yield StepStarted("screen", "Reading the question")
        run.documents = self._library.document_count(run.scope)
        outside = self._leaves(run)
        screened = screen(
            run.question,
            run.documents,
            self._classify,
            self.policy,
            outside=outside,
            send_anyway=send_anyway,
        )
        run.question, run.sent_anyway = screened.question, screened.sent_anyway
        run.history, remarks = screen_history(
            run.history, self._classify, self.policy, outside=outside
        )
        run.remarks = (*screened.remarks, *remarks)
        if screened.blocked:
            run.end(screened.blocked, screened.sentence)

    def _leaves(self, run: Run) -> bool:
        """Whether the question's words go to a server outside, for an answer or a vector."""
        addresses = run.models.addresses if run.models is not None else ()
        to_model = any(map(self.policy.is_outside, addresses))
        return to_model or self.policy.embeddings_leave()

    def _understand(self, run: Run) -> Steps:
        if run.history:
            yield StepStarted("understand", "Reading the conversation")
        asked = (run.question, run.history, run.models)
        run.intent = intent_by_model(*asked, self._classify, date.today())

    def _find(self, run: Run) -> Steps:
        yield StepStarted("find", f"Searching {_counted(run.documents, 'document')}")
        found = find(run.query, self._library, run.scope, run.sent)
        run.time = in_time(run.intent.when, run.query, found, self._library, run.scope)
        run.found = run.time.found
        run.comparisons = changed(run.query, run.time, self._library, run.scope)
        if run.comparisons and run.models is not None:
            run.found = with_both_sides(run.comparisons, run.time, self._library, run.scope)
        if run.found and not run.comparisons:
            asked = (run.query, run.found, self._library, run.scope)
            cover = run.intent.wants_cover
            run.named = named_part(*asked) or named_document(*asked, for_cover=cover)
        if run.named is not None:
            run.found = run.named.first(run.found)

    def _judge(self, run: Run) -> Steps:
        self._decide(run)
        yield from ()

    def _decide(self, run: Run) -> None:
        if run.named is not None:
            judgement = run.named.judgement
        else:
            judgement = self._judged(run) if run.models is None else judge_for_model(run.found)
        logger.info("Judged %s: %s", judgement.status.value, judgement.reason)
        run.status, run.judgement = judgement.status, judgement
        if judgement.status is Status.NOT_COVERED:
            if run.named is not None:
                run.notice = run.named.missing
            run.end(Status.NOT_COVERED, NOT_COVERED)

    def _judged(self, run: Run) -> Judgement:
        if not run.comparisons and run.time.when.asked is Asked.NOW:
            run.parted = self._part(run)
        if run.parted is not None:  # with candidates of its own
            return run.parted.judgement
        if run.comparisons:
            quotable = self._candidates(run)
            run.evidence = Evidence(run.found, quotable, Judgement(Status.ANSWERED, CHANGED))
        else:
            run.evidence = weigh(run.intent, run.found, self._library.closeness)
        return run.evidence.judgement

    def _candidates(self, run: Run) -> list[Candidate]:
        near, cover = self._library.closeness, run.intent.wants_cover
        return candidates(run.query, run.found, near, cover=cover)

    def _part(self, run: Run) -> Parted | None:
        """A question that asks two things: each held to what is found for it alone."""

        def searched(query: SearchQuery) -> Sequence[Found]:
            return find(query, self._library, run.scope, run.sent)

        asked = (run.intent.parts, run.history, searched, self._library.closeness)
        found = parted(*asked, self._classify, date.today())
        if found is not None:
            known = {item.passage.id for item in run.found}
            added = [item for item in found.found if item.passage.id not in known]
            run.found = (*run.found, *added)
        return found

    def _compose(self, run: Run) -> Steps:
        if run.models is None:
            notice = MAY_NOT_ANSWER if run.status is Status.UNSURE else NO_MODEL
            if run.named is not None and run.named.begins:
                notice = f"{NO_MODEL} {BEGINS.format(run.named.begins)}"
            yield from self._quote(run, notice)
            return
        run.sources = choose_sources(run.found, room(run.models, run.question, run.history).sources)
        yield StepStarted("compose", f"Reading {_counted(len(run.sources), 'passage')}")
        try:
            yield from self._write(run, run.models)
        except ModelUnavailable as failure:
            logger.warning("Answered without the model: %s", failure.reason)
            run.models, run.notice = None, failure.message
            self._decide(run)  # again: what a model may be asked, quotes may not answer
            if not run.ended:
                yield from self._quote(run, f"{failure.message} {INSTEAD}")

    def _write(self, run: Run, models: Models) -> Steps:
        """Raises ModelUnavailable while nothing has been written."""
        if self.checking.ask_model:
            run.opinions = SecondOpinions(models, run.sources, run.asked)
        composing = compose_model(models, run.question, run.history, run.sources)
        read = run.opinions.read if run.opinions is not None else None
        written = yield from as_pieces(composing, read)
        run.text, run.tokens = written.text, written.tokens
        run.model, run.prompt_version = models.composed_by, load_prompt("answer").version
        run.notice = models.stand_in
        if not written.covered:
            run.end(Status.NOT_COVERED, NOT_COVERED)
            return
        run.status = Status.ANSWERED
        if written.failed and run.opinions is not None and run.opinions.begun:
            logger.warning(AT_ONCE_HINT)
        if written.broken:
            run.notice = written.broken
            run.status = Status.ERROR_MODEL if written.failed else Status.PARTIAL

    def _quote(self, run: Run, notice: str) -> Steps:
        yield StepStarted("compose", f"Reading {_counted(len(run.found), 'passage')}")
        most = MOST_NEAREST if run.status is Status.UNSURE else MOST_QUOTES
        changes = quoted(run.comparisons, run.time, self._library, run.scope)
        found = run.parted.quotes() if run.parted else None
        quotes = changes or found or self._best(run, most)
        if not quotes:
            run.end(Status.NOT_COVERED, NOT_COVERED)
            return
        run.notice = notice
        run.quotes = numbered(newer_first(quotes, run.time.replacing))
        for piece in quoted_pieces(run.quotes):
            run.text += piece
            yield Piece(piece)
        for lacking in run.parted.missing if run.parted else ():
            run.text += f"\n\n{lacking}"
            yield Piece(f"\n\n{lacking}")
        if run.intent.wants_decision and self._may_ask_back(run) and not changes:
            run.options = undecided(run.question, run.history, with_lead_in(quotes[0]))
        if run.options:
            run.status = Status.CLARIFY
            asked_back = asking(run.options)
            run.text += asked_back
            yield Piece(asked_back)

    def _may_ask_back(self, run: Run) -> bool:
        if run.named is not None:
            return not run.named.alone
        return run.status is Status.ANSWERED or run.judgement.topical

    def _best(self, run: Run, most: int) -> list[Quote]:
        if run.named is None:
            return run.evidence.quotes(most) if run.evidence else []
        if run.named.alone:
            return list(run.named.quotes)
        others = self._candidates(run)
        return run.named.beside(compose_embedded(run.found, others, most))

    def _verify(self, run: Run) -> Steps:
        if run.models is None:
            run.claims = verify_quotes(run.quotes)
            return
        yield StepStarted("verify", "Checking each statement")
        verified = verify_text(
            run.text,
            run.sources,
            run.asked,
            self._library.alike,
            opinions=run.opinions,
            withhold=self.checking.withhold,
            cut=run.status is not Status.ANSWERED,
        )
        run.text, run.claims = verified.text, verified.claims
        if not (verified.claims or verified.gaps) and run.status is Status.ANSWERED:
            logger.warning("The model's answer states nothing that could be checked")
            run.notice = STATED_NOTHING if run.text.strip() else ""
            run.end(Status.ERROR_MODEL, run.text.strip() or STATED_NOTHING)
            return
        kept = [claim for claim in verified.claims if not claim.withheld]
        if (verified.gaps or len(kept) < len(verified.claims)) and run.status is Status.ANSWERED:
            run.status = Status.PARTIAL if kept else Status.NOT_COVERED
        elif run.status is Status.ANSWERED and _none_found(kept):
            run.status, run.notice = Status.UNSURE, NONE_FOUND

    def _compare(self, run: Run) -> Steps:
        citations = [citation for claim in run.claims for citation in claim.citations]
        run.currency = versions_used(run.time, citations)
        if run.comparisons:
            run.comparisons = renumbered(run.comparisons, citations, run.sources)
        elif run.status in _QUOTING:
            run.comparisons = conflicting(
                run.query, run.time, citations, run.sources, self._library, run.scope
            )
        yield from ()


def _none_found(claims: Sequence[Claim]) -> bool:
    return all(claim.verdict is Verdict.UNSUPPORTED for claim in claims)


def _counted(number: int, thing: str) -> str:
    return f"{number:,} {thing}{'' if number == 1 else 's'}"
