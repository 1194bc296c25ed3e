"""Claims held to their sources: by rules about words, and by what a judge says of their meaning."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Self

from assistant.answering.checking.holding import ANOTHER, Held, Judgement, Said, Source, hold
from assistant.answering.checking.meaning import Judge, Opinion
from assistant.answering.checking.sums import followed, number_of
from assistant.answers.parts import Claim
from assistant.answers.status import Verdict
from knowledge.documents.types import Found
from knowledge.errors import ModelUnavailable

logger = logging.getLogger(__name__)

#: Share of new words up to which a source that the claim does not name may be what it means.
NEAR = 0.34
#: A second source is named where it holds so many words of the claim that the first does not.
SECOND_ADDS = 2

#: Cosine of the two texts of each pair.
Alike = Callable[[Sequence[tuple[str, str]]], Sequence[float]]


@dataclass(frozen=True, slots=True)
class Ground:
    """What the claims of an answer are held to, made ready once."""

    sources: Sequence[Found]  # their marks count these from 1
    question: str
    prepared: Sequence[Source]
    asked: Said

    @classmethod
    def of(cls, sources: Sequence[Found], question: str) -> Self:
        prepared = [Source.of(each.passage) for each in sources]
        return cls(sources, question, prepared, Said.of(question))


@dataclass(frozen=True, slots=True)
class CheckedClaim:
    """A claim as it was written, with the sources that it is held to: named, or put right."""

    written: Claim
    numbers: tuple[int, ...]
    held: Held
    note: str = ""  # what was put right
    reads: str = ""  # as it is understood alone, where that is more than its words
    opinion: Opinion | None = None  # of something that reads for meaning
    shown: str = ""  # the words on which that rests

    @property
    def asked(self) -> tuple[str, tuple[int, ...]]:
        """What a judge is asked: the claim, and what it names."""
        return self.reads or self.held.claim, self.written.numbers

    @property
    def by_model(self) -> bool:
        """Quotation marks are compared letter for letter, and a figure that no source says must
        follow from those that they say: a model overlooks these."""
        if self.opinion is None or self.opinion.verdict is not Verdict.SUPPORTED:
            return self.opinion is not None
        lacking = {number_of(value) for value in self.held.lacking}
        return not self.held.misquoted and (not lacking or lacking <= self.followed)

    @property
    def followed(self) -> frozenset[float]:
        """Figures that the opinion reckons rightly from what is said."""
        if self.opinion is None or not self.opinion.working:
            return frozenset()
        return followed(self.opinion.working, f"{self.written.text}\n{self.held.ground}")

    def verdict(self) -> Judgement:
        """With the reason in words: an opinion on the meaning goes before rules about words."""
        if self.opinion is None or not self.by_model:
            return self.held.verdict()
        if self.opinion.verdict is Verdict.CONTRADICTED:
            return Verdict.CONTRADICTED, f"Source {self.opinion.n} says otherwise: “{self.shown}”."
        if self.opinion.verdict is Verdict.UNSUPPORTED:
            return Verdict.UNSUPPORTED, "The sources do not say this."
        reckoned = self.held.lacking and self.opinion.working
        return Verdict.SUPPORTED, f"Reckoned: {self.opinion.working}." if reckoned else ""


def check(
    sayings: Sequence[Claim], ground: Ground, alike: Alike | None = None
) -> list[CheckedClaim]:
    """Each claim held to its sources, in order."""
    checked = [_check(each, ground.prepared, ground.asked) for each in sayings]
    unsure = [at for at, each in enumerate(checked) if each.held.signals.new_words]
    if alike is None or not unsure:
        return checked
    held = [checked[at].held for at in unsure]
    try:
        cosines = alike([(each.claim, each.evidence[each.best].sentence) for each in held])
    except ModelUnavailable as failure:
        logger.warning("Claims were checked by their words alone: %s", failure.reason)
        return checked
    for at, cosine in zip(unsure, cosines, strict=True):
        checked[at] = replace(checked[at], held=checked[at].held.compared(cosine))
    return checked


def judged(checked: Sequence[CheckedClaim], judge: Judge, ground: Ground) -> list[CheckedClaim]:
    """Each with its opinion; what is said twice is asked once."""
    said = {each.asked: None for each in checked if not each.held.says_nothing}
    if not said:
        return list(checked)
    told = judge(list(said), ground.sources, ground.question)
    opinions = dict(zip(said, told, strict=True))
    return [
        _with_opinion(each, opinion, ground.prepared, ground.asked)
        if (opinion := opinions.get(each.asked))
        else each
        for each in checked
    ]


def _with_opinion(
    checked: CheckedClaim, opinion: Opinion, sources: Sequence[Source], question: Said
) -> CheckedClaim:
    """Held to the sources that the claim names, and to the one whose words decide: alone where only
    that one bears it out."""
    written = checked.written
    numbers, note = written.numbers or checked.numbers, ""
    if opinion.n is not None and opinion.n not in written.numbers:
        supported = opinion.verdict is Verdict.SUPPORTED
        numbers = (opinion.n,) if supported else (*written.numbers, opinion.n)
        note = _put_right(written, numbers) if supported else ""
    held = checked.held
    if numbers != checked.numbers:
        held = hold(held.claim, [sources[n - 1] for n in numbers], question)
    if opinion.n is None or opinion.span is None:
        return replace(checked, numbers=numbers, held=held, note="", opinion=opinion)
    source, at = sources[opinion.n - 1].sentences, numbers.index(opinion.n)
    evidence = list(held.evidence)
    evidence[at] = replace(evidence[at], span=source.around(opinion.span))
    shown = source.text[slice(*opinion.span)]
    held = replace(held, evidence=tuple(evidence))
    return replace(checked, numbers=numbers, held=held, note=note, opinion=opinion, shown=shown)


def _check(written: Claim, sources: Sequence[Source], question: Said) -> CheckedClaim:
    """The claim held to what it names. Where that is silent and another source surely says it, it
    is cited to that one; where another only seems to, or says what the named one lacks in so many
    words, rules do not know."""
    named = written.numbers
    if named:
        held = hold(written.text, [sources[n - 1] for n in named], question)
        if held.says_nothing or held.contradicted or not (held.silent or held.lacking):
            return CheckedClaim(written, named, held)  # the end of the search
    numbers, nearest = _nearest(written.text, sources, question)
    if nearest.says_nothing:
        return CheckedClaim(written, (), nearest)
    if not named or (held.silent and nearest.sure):
        return CheckedClaim(written, numbers, nearest, _put_right(written, numbers))
    verdict, said_there = held.verdict()[0], nearest.verdict()[0]
    failed = verdict is not None and verdict.failed
    if failed and said_there is Verdict.SUPPORTED and nearest.signals.share_new <= NEAR:
        held = replace(held, wrong=None, unheld=ANOTHER)
    return CheckedClaim(written, named, held)


def _nearest(claim: str, sources: Sequence[Source], question: Said) -> tuple[tuple[int, ...], Held]:
    """The one source that supports the claim best, or two where the second adds to it; the nearest
    where none do."""
    alone = {n: hold(claim, [source], question) for n, source in enumerate(sources, start=1)}
    best = min(alone, key=lambda n: (*_fault(alone[n]), -alone[n].evidence[0].shared))
    numbers: tuple[int, ...] = (best,)
    held = alone[best]
    if not held.signals.new_words:
        return numbers, held
    for n in sorted(alone.keys() - {best}):
        pair = (min(best, n), max(best, n))
        both = hold(claim, [sources[at - 1] for at in pair], question)
        adds = held.signals.new_words - both.signals.new_words >= SECOND_ADDS
        if _fault(both)[0] < _fault(held)[0] or (adds and _fault(both) < _fault(held)):
            numbers, held = pair, both
    return numbers, held


def _fault(held: Held) -> tuple[int, float]:
    """Lower is better: the verdict first, then the risk."""
    verdict = held.verdict()[0]
    return list(Verdict).index(verdict or Verdict.PARTLY), held.risk


def _put_right(written: Claim, numbers: Sequence[int]) -> str:
    found = " and ".join(f"source {n}" for n in numbers)
    named = " and ".join(f"source {n}" for n in written.numbers)
    if written.invented and not named:
        named = "a source that does not exist"
    return f"It named {named or 'no source'}; the words are in {found}."
