"""A local entailment model as the judge of an answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.answering.checking.meaning import Opinion
from assistant.answers.status import Verdict
from assistant.models.entailment import EntailmentModel, Follows
from knowledge.documents.types import Found
from knowledge.language.sentences import sentences
from knowledge.language.words import Span, stems

#: From which probability on it says so; below, the rules about words decide. The middle of what
#: public models of the kind are used with; none is fitted here, for none comes with Bernard.
SURE = 0.8
#: Sentences of a premise, and premises of a source that are looked at: those nearest by words.
TOGETHER, PREMISES = 3, 3


class EntailmentJudge:
    """Reads a claim against the sources that it names, or all where it names none."""

    def __init__(self, model: EntailmentModel) -> None:
        self._model = model

    @property
    def name(self) -> str:
        return self._model.name

    def __call__(
        self, claims: Sequence[tuple[str, Sequence[int]]], sources: Sequence[Found], question: str
    ) -> Sequence[Opinion | None]:
        everything = range(1, len(sources) + 1)
        return [self._opinion(text, named or everything, sources) for text, named in claims]

    def _opinion(
        self, claim: str, named: Sequence[int], sources: Sequence[Found]
    ) -> Opinion | None:
        places = [
            (n, span) for n in named for span in _premises(sources[n - 1].passage.text, claim)
        ]
        read = self._model(
            [(sources[n - 1].passage.text[slice(*span)], claim) for n, span in places]
        )
        said = list(zip(places, read, strict=True))
        for verdict, how in ((Verdict.SUPPORTED, _entailed), (Verdict.CONTRADICTED, _contradicted)):
            (n, span), best = max(said, key=lambda one: how(one[1]))
            if how(best) >= SURE:
                return Opinion(verdict, n, span)
        if all(each.neutral >= SURE for each in read):
            return Opinion(Verdict.UNSUPPORTED)
        return None


def _entailed(follows: Follows) -> float:
    return follows.entailed


def _contradicted(follows: Follows) -> float:
    return follows.contradicted


def _premises(text: str, claim: str) -> Iterator[Span]:
    """Runs of sentences that share most words with the claim, the best first."""
    cut = list(sentences(text)) or [(0, len(text))]
    last = max(1, len(cut) - TOGETHER + 1)
    runs = [(cut[at][0], cut[min(at + TOGETHER, len(cut)) - 1][1]) for at in range(last)]
    said = stems(claim)
    nearest = sorted(runs, key=lambda span: -len(said & stems(text[slice(*span)])))
    yield from nearest[:PREMISES]
