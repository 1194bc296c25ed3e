"""What a message asks for, told by examples: small talk, a decision, a sum of money, what changed …

The examples are data (`examples/*.txt`, one file a label). Each is its meaning, a vector of the
embedding model, and its words, one by one and two by two; a ridge regression on both says how much
a message is like the examples of each label. The nearest example gives the right label to 72 % of
fresh wording, the regression on meaning alone to 82 %, on words alone to 72 %, on both to 87 %:
meaning tells topics apart before it tells "how long" from "how many" (docs/measurements.md, "What
a message asks for").
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, cached_property
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Self

import numpy as np
from numpy.typing import NDArray

from assistant.fitted import load

if TYPE_CHECKING:
    from knowledge.embeddings import Vectors
    from knowledge.library import Library

Numbers = NDArray[np.float64]
#: Unit vectors, shape (texts, dimension). Raises ModelUnavailable.
Embed = Callable[[Sequence[str]], "Vectors"]

#: Examples in which a word or a pair of words stands, from which it counts: of rarer ones there
#: are three times as many, and they tell nothing more.
FEWEST = 3
_WORD = re.compile(r"[a-z']+|\d+")


class Kind(StrEnum):
    """What a message is. Each has a bar: below it, the message is OTHER."""

    TALK = "talk"  # small talk: no question to the documents
    VERSIONS = "versions"  # about a document's history
    DECISION = "decision"  # yes or no for one's own case
    VALUE = "value"  # a sum, a number, a length of time, a date
    COVER = "cover"  # whose a document is and since when
    RESHAPE = "reshape"  # another form of the answer before; told by a model alone
    WORK = "work"  # a text to be made of documents: a summary, a comparison, a draft
    LIBRARY = "library"  # about the library itself: which documents there are
    OTHER = "other"  # an ordinary question


class Label(StrEnum):
    """What a message asks for, by the name of the file of its examples."""

    GREETING = "greeting"
    THANKS = "thanks"
    ABOUT = "about"  # about Bernard himself
    CHANGED = "changed"  # what a new version changed
    BEFORE = "before"  # what the version before said
    DECISION = "decision"
    MONEY = "money"
    FIGURE = "figure"
    TIME = "time"
    DATE = "date"
    COVER = "cover"
    WORK = "work"
    OTHER = "other"
    RULE = "rule"  # an ordinary question, in words like those of one about the library
    HELD = "held"  # the documents there are, or those on a subject
    MENTION = "mention"  # those that hold certain words
    OWNED = "owned"  # those of an owner
    WHOM = "whom"  # whom to ask about a subject
    DUE = "due"  # those to be reviewed
    OVERDUE = "overdue"
    NEW = "new"  # by when they came into force


LABELS = tuple(Label)[: tuple(Label).index(Label.RULE)]
#: Of questions about the library. They are told from all other messages by a fit of their own, so
#: that what is learnt of the one disturbs nothing of the other.
OF_LIBRARY = tuple(Label)[len(LABELS) + 1 :]
KINDS: dict[Kind, tuple[Label, ...]] = {
    Kind.TALK: (Label.GREETING, Label.THANKS, Label.ABOUT),
    Kind.VERSIONS: (Label.CHANGED, Label.BEFORE),
    Kind.DECISION: (Label.DECISION,),
    Kind.VALUE: (Label.MONEY, Label.FIGURE, Label.TIME, Label.DATE),
    Kind.COVER: (Label.COVER,),
    Kind.WORK: (Label.WORK,),
}


def kind_of(label: Label) -> Kind:
    return next((kind for kind, its in KINDS.items() if label in its), Kind.OTHER)


@dataclass(frozen=True, slots=True)
class Labelled:
    kind: Kind
    label: Label
    confidence: float  # about 1 for what an example says, about 0 for what none is like


Classify = Callable[[str], Labelled]


#: "{", "}" around what an example is about, which changes from message to message.
_SLOT = re.compile(r"[{}]")


@cache
def slotted(labels: tuple[Label, ...] = OF_LIBRARY) -> tuple[tuple[str, Label], ...]:
    """Examples as they are kept, with their slots marked: "which documents are on {leave}"."""
    folder = files(__package__).joinpath("examples")
    return tuple(
        (line, label)
        for label in labels
        for line in folder.joinpath(f"{label}.txt").read_text(encoding="utf-8").splitlines()
        if line and not line.startswith("#")
    )


@cache
def examples() -> tuple[tuple[str, Label], ...]:
    return slotted(LABELS)


@cache
def library_examples() -> tuple[tuple[str, Label], ...]:
    """All others are OTHER."""
    others = ((text, Label.OTHER) for text, _ in (*slotted((Label.RULE,)), *examples()))
    return (*((_SLOT.sub("", text), label) for text, label in slotted()), *others)


def digest(labelled: Sequence[tuple[str, Label]]) -> str:
    """Of examples, so that weights can be told from those of others."""
    told = "\n".join(f"{label}\t{text}" for text, label in labelled)
    return hashlib.sha256(told.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Weights:
    """`meaning` has shape (dimension, labels), each of `words` and `constant` (labels,)."""

    centre: Numbers  # of the examples' vectors
    spread: float  # their distance from it
    meaning: Numbers
    words: dict[str, Numbers]
    constant: Numbers

    @classmethod
    def of(cls, kept: dict[str, Any]) -> Self:
        return cls(
            np.array(kept["centre"]),
            kept["spread"],
            np.array(kept["meaning"]),
            {one: np.array(weights) for one, weights in kept["words"].items()},
            np.array(kept["constant"]),
        )

    def scores(self, text: str, vector: Vectors) -> Numbers:
        """How much it is like the examples of each label; shape (labels,)."""
        near: Numbers = (vector - self.centre) / self.spread @ self.meaning + self.constant
        known = [self.words[one] for one in said(text) if one in self.words]
        return near + np.sum(known, axis=0) / np.sqrt(len(known)) if known else near


def fit(
    labelled: Sequence[tuple[str, Label]],
    vectors: Vectors,
    ridge: float,
    words_weigh: float,
    labels: Sequence[Label] = LABELS,
) -> Weights:
    """`vectors` has shape (examples, dimension)."""
    centre = vectors.mean(axis=0).astype(float)
    away = vectors - centre
    spread = float(np.sqrt((away**2).sum(axis=1).mean()))
    texts = [said(text) for text, _ in labelled]
    counts = Counter(one for text in texts for one in text)
    known = {one: place for place, one in enumerate(o for o in counts if counts[o] >= FEWEST)}
    words = np.zeros((len(texts), len(known)))
    for row, text in enumerate(texts):
        places = [known[one] for one in text if one in known]
        words[row, places] = len(places) ** -0.5 if places else 0.0
    seen = np.hstack([away / spread, np.sqrt(words_weigh) * words])
    truth = np.array([[label is one for one in labels] for _, label in labelled], dtype=float)
    constant = truth.mean(axis=0)
    within = seen.T @ seen + ridge * np.eye(seen.shape[1])
    weights = np.linalg.solve(within, seen.T @ (truth - constant))
    dimension = vectors.shape[1]
    of_words = np.sqrt(words_weigh) * weights[dimension:]
    return Weights(
        centre,
        spread,
        weights[:dimension],
        {one: of_words[place] for one, place in known.items()},
        constant,
    )


def said(text: str) -> dict[str, None]:
    """The words of a message, alone and with the word before them; figures are "#"."""
    words = ["#" if word.isdigit() else word for word in _words(text)]
    pairs = [f"{one} {other}" for one, other in zip(["^", *words], words, strict=False)]
    return dict.fromkeys([*words, *pairs])


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower().replace("’", "'"))


@cache
def _by_words() -> dict[tuple[str, ...], Label]:
    return {words: label for text, label in examples() if (words := tuple(_words(text)))}


@cache
def _library_by_words() -> dict[tuple[str, ...], Label]:
    return {words: label for text, label in library_examples() if (words := tuple(_words(text)))}


class ByExample:
    """Labels messages. The weights of the embedded model are kept (`fitted/intent.json`); with
    another model the same examples are embedded and fitted once, when the first message comes."""

    def __init__(self, embed: Embed, model: Callable[[], str]) -> None:
        self._embed = embed
        self._model = model
        self._fitted = load("intent")

    @classmethod
    def of(cls, library: Library) -> Self:
        return cls(library.vectors, lambda: library.embeddings.name)

    @cached_property
    def _weights(self) -> Weights:
        kept = self._fitted
        if kept["model"] == self._model():
            return Weights.of(kept["weights"])
        vectors = self._embed([text for text, _ in examples()])
        return fit(examples(), vectors, kept["ridge"], kept["words_weigh"])

    def __call__(self, text: str) -> Labelled:
        """What is an example has its label; OTHER where the likest label stays under its bar.
        Raises ModelUnavailable."""
        if own := _by_words().get(tuple(_words(text))):
            return Labelled(kind_of(own), own, 1.0)
        (vector,) = self._embed([text])
        return labelled(self._weights.scores(text, vector), self._fitted["bars"])

    @cached_property
    def _library_weights(self) -> Weights:
        kept = load("library")
        if kept["model"] == self._model():
            return Weights.of(kept["weights"])
        told = library_examples()
        vectors = self._embed([text for text, _ in told])
        return fit(told, vectors, kept["ridge"], kept["words_weigh"], (*OF_LIBRARY, Label.OTHER))

    def of_library(self, text: str) -> Labelled:
        """What it asks about the library; OTHER below the bar. Raises ModelUnavailable."""
        own = _library_by_words().get(tuple(_words(text)))
        if own:
            return Labelled(Kind.OTHER if own is Label.OTHER else Kind.LIBRARY, own, 1.0)
        (vector,) = self._embed([text])
        return about(self._library_weights.scores(text, vector), load("library")["bar"])


def about(scores: Numbers, bar: float) -> Labelled:
    """Of scores for the labels about the library, and for OTHER."""
    together = float(scores[:-1].sum())
    if together < bar:
        return Labelled(Kind.OTHER, Label.OTHER, float(scores[-1]))
    return Labelled(Kind.LIBRARY, OF_LIBRARY[int(scores[:-1].argmax())], together)


def labelled(scores: Numbers, bars: Mapping[str, float]) -> Labelled:
    """A kind scores what its labels score together; the likest of them is the label."""
    of = {one: scores[LABELS.index(one)] for one in LABELS}
    together = {kind: sum(of[one] for one in its) for kind, its in KINDS.items()}
    kind = max(together, key=lambda one: together[one])
    if together[kind] < bars[kind]:
        return Labelled(Kind.OTHER, Label.OTHER, float(of[Label.OTHER]))
    label = max(KINDS[kind], key=lambda one: of[one])
    return Labelled(kind, label, float(together[kind]))
