"""One question on its way through the steps: what is known of it so far."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from assistant.answering.checking.second_opinion import SecondOpinions
from assistant.answering.evidence.in_time import InTime
from assistant.answering.evidence.judge import Judgement
from assistant.answering.evidence.named import Named
from assistant.answering.evidence.weigh import Evidence
from assistant.answering.question.intent import Intent
from assistant.answering.quoting.compose import Quote
from assistant.answering.quoting.parted import Parted
from assistant.answers.answer import Answer, Claim, Comparison, Event, History, Piece, Status
from assistant.answers.receipt import Call, Purpose, Receipt
from assistant.models import Models
from knowledge.access import Scope
from knowledge.documents.types import Found
from knowledge.errors import BernardError
from knowledge.library import SearchQuery
from knowledge.outside.sending import Sent

Clock = Callable[[], float]  # seconds


class Run:
    """Filled by the steps in order; `answer()` is what they came to."""

    def __init__(
        self,
        question: str,
        history: History,
        scope: Scope,
        models: Models | None,
        clock: Clock,
    ) -> None:
        self.question = question
        self.history = history
        self.scope = scope
        self.models = models  # None: without a language model
        self.calls = models.calls if models is not None else []  # what has left this machine
        self.documents = 0
        self.intent = Intent(SearchQuery(question))
        self.found: tuple[Found, ...] = ()
        self.evidence: Evidence | None = None  # what may be quoted of it
        self.judgement = Judgement(Status.ANSWERED, "")
        self.time = InTime(())  # which versions the question is about
        self.named: Named | None = None  # what it names by its place
        self.parted: Parted | None = None  # its parts, where it asks two things at once
        self.sources: tuple[Found, ...] = ()  # what the model was given, numbered from 1
        self.opinions: SecondOpinions | None = None
        self.quotes: list[tuple[int, Quote]] = []
        self.status = Status.ANSWERED
        self.text = ""
        self.claims: tuple[Claim, ...] = ()
        self.currency: tuple[str, ...] = ()
        self.comparisons: tuple[Comparison, ...] = ()
        self.notice = ""
        self.options: tuple[str, ...] = ()
        self.model = ""
        self.prompt_version = ""
        self.tokens: dict[str, int] = {}
        self.remarks: tuple[str, ...] = ()
        self.sent_anyway: tuple[str, ...] = ()
        self.ended = False
        self._clock = clock
        self._started = clock()
        self._times: dict[str, float] = {}
        self._pieces: list[str] = []

    @property
    def query(self) -> SearchQuery:
        return self.intent.query

    @property
    def asked(self) -> str:
        """All words of the question: as it was asked, and as it was searched for."""
        return f"{self.question}\n{self.query.text}"

    def end(self, status: Status, sentence: str) -> None:
        """No further step: the answer is this sentence."""
        self.status, self.text, self.ended = status, sentence, True

    def fail(self, status: Status, error: BernardError) -> None:
        """The text already shown stays; the notice, or the text where there is none, says why."""
        self.status, self.ended = status, True
        shown = self.text or "".join(self._pieces)
        self.text, self.notice = (shown, error.message) if shown else (error.message, "")

    def stop(self) -> None:
        """Nobody waits for it any more: what is there stays, unchecked."""
        self.status, self.ended = Status.STOPPED, True
        self.text, self.claims = "".join(self._pieces), ()
        written = [call for call in self.calls if call.purpose is Purpose.COMPOSE]
        if written:
            self.model, self.prompt_version = written[-1].model, written[-1].prompt_version

    def note(self, event: Event) -> None:
        if isinstance(event, Piece):
            self._pieces.append(event.text)
            self._times.setdefault("first_piece", self._milliseconds(self._started))

    def sent(self, sent: Sent) -> None:
        """Puts on the receipt what the search itself sent outside."""
        self.calls.append(
            Call(
                sent.host,
                sent.model,
                Purpose.SEARCH,
                sent_characters=sent.characters,
                outcome="" if sent.answered else "it did not answer",
            )
        )

    @contextmanager
    def timed(self, step: str) -> Iterator[None]:
        started = self._clock()
        try:
            yield
        finally:
            self._times[step] = self._milliseconds(started)

    def answer(self) -> Answer:
        total = self._milliseconds(self._started)
        first = {} if self.status is Status.STOPPED else {"first_piece": total}
        return Answer(
            question=self.question,
            query=self.query.text,
            status=self.status,
            text=self.text,
            claims=self.claims,
            found=self.found,
            mode="model" if self.models else "embedded",
            model=self.model,
            prompt_version=self.prompt_version,
            notice=self.notice,
            options=self.options,
            times_ms={**first, **self._times, "answer": total},
            tokens=self.tokens,
            reason=self.judgement.reason,
            margin=self.judgement.margin,
            receipt=Receipt(tuple(self.calls)),
            remarks=self.remarks,
            sent_anyway=self.sent_anyway,
            currency=self.currency,
            comparisons=self.comparisons,
        )

    def _milliseconds(self, since: float) -> float:
        return round(1000 * (self._clock() - since), 2)
