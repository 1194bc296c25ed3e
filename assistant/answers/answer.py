"""An answer: what is shown and stored of a question, and what the next question needs of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from assistant.answers.citation import Citation, Comparison
from assistant.answers.given import Given, Pointer
from assistant.answers.parts import AskingBack, Claim, Part, claims_of, gaps_of
from assistant.answers.receipt import Receipt
from assistant.answers.status import Status
from assistant.answers.text import as_text
from knowledge.documents.types import Found


@dataclass(frozen=True, slots=True)
class Turn:
    """One earlier turn of the conversation, oldest first in a history."""

    role: str  # "user" | "assistant"
    content: str
    asks: str = ""  # of the assistant's: the question that it asks back, in its words
    cites: tuple[int, ...] = ()  # of the assistant's: the documents that it leads with
    sources: tuple[Pointer, ...] = ()  # of the assistant's: what its marks count, from 1


History = Sequence[Turn]


@dataclass(frozen=True, slots=True)
class Answer:
    """`parts` are what it says; its text, claims, gaps and options are derived from them."""

    question: str
    query: str  # the stand-alone query searched
    status: Status
    parts: tuple[Part, ...] = ()
    found: tuple[Found, ...] = ()  # best first
    mode: str = "embedded"  # embedded | model
    model: str = ""  # chat model's name, "" in embedded mode
    prompt_version: str = ""
    notice: str = ""  # a plain line shown above the text ("No language model was used …")
    times_ms: dict[str, float] = field(
        default_factory=dict
    )  # by step, plus search, first_piece, answer
    tokens: dict[str, int] = field(default_factory=dict)  # input, output where the model tells
    reason: str = ""  # why the question ended so: the judge's sentence
    margin: float | None = None  # the judge's log-odds above its bar, without a chat model
    receipt: Receipt | None = None  # None: answered before receipts were kept
    remarks: tuple[str, ...] = ()  # quiet sentences about the question (hidden characters …)
    sent_anyway: tuple[str, ...] = ()  # personal data that the person chose to send outside
    currency: tuple[str, ...] = ()  # sentences on the versions it rests on, where not all is plain
    comparisons: tuple[Comparison, ...] = ()
    sources: tuple[Given, ...] = ()  # what a model was given, numbered from 1
    kind: str = ""  # what kind of request it was read as
    judge: str = ""  # the model that read it for its meaning

    @property
    def text(self) -> str:
        """As it is shown, with its [n] marks."""
        return as_text(self.parts)

    @property
    def claims(self) -> tuple[Claim, ...]:
        """Its checked sentences, the quotes among them, in order."""
        return claims_of(self.parts)

    @property
    def missing(self) -> str:
        """The sentences in which it says what the documents do not say; "" where it says none."""
        if self.status is not Status.PARTIAL:
            return ""
        return " ".join(gap.text for gap in gaps_of(self.parts))

    @property
    def options(self) -> tuple[str, ...]:
        """What a question back offers: the conditions that decide."""
        return next((one.options for one in self.parts if isinstance(one, AskingBack)), ())

    @property
    def turn(self) -> Turn:
        """As the questions after it need it."""
        asking = next((one for one in self.parts if isinstance(one, AskingBack)), None)
        leads = (claim.citations[:1] for claim in self.claims[:1])
        cites = tuple(one.document_id for citations in leads for one in citations)
        asks = asking.question if asking else ""
        return Turn("assistant", self.text, asks, cites, self._numbered)

    @property
    def _numbered(self) -> tuple[Pointer, ...]:
        """What its marks count: what a model was given, or the passages quoted; () where one of
        these is not among what was found."""
        if self.sources:
            return tuple(Pointer.to(each.found) for each in self.sources)
        numbers = {one.n: one.passage_id for claim in self.claims for one in claim.citations}
        found = {item.passage.id: item for item in self.found}
        counted = [found.get(numbers.get(n, 0)) for n in range(1, len(numbers) + 1)]
        return tuple(Pointer.to(item) for item in counted if item) if all(counted) else ()

    @property
    def citations(self) -> tuple[Citation, ...]:
        """Distinct citations in the order in which they are shown."""
        seen: dict[tuple[int, int, int], Citation] = {}
        for claim in self.claims:
            for citation in claim.citations:
                seen.setdefault((citation.passage_id, citation.start, citation.end), citation)
        return tuple(seen.values())

    @property
    def compared(self) -> tuple[Citation, ...]:
        """The citations of its comparisons, in the order in which they are shown."""
        return tuple(side for each in self.comparisons for side in each.sides)
