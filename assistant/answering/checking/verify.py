"""Verify: every claim against the words that it points at, and against the others found.

An answer's sentences become claims. Each is held to the passages that it cites: its quotation
marks, figures and the force of its rules must be there, and its words must be near enough
(`checking/holding`). Where another source supports what the cited one does not, or none was cited,
the mark is put right and the claim's note says so. The sentence that holds most of a claim is its
citation's quote; an embedded answer's quotes are their own citation, checked to the letter.

What no source supports is marked "[?]" in the text, or left out where BERNARD_UNSUPPORTED says so.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from assistant.answering.checking.holding import Held, Said, Source, hold
from assistant.answering.evidence.quotes import Quoted
from assistant.answers.citation import Citation
from assistant.answers.parts import Claim, Mark, Part, claims_of, in_rows, with_runs
from assistant.answers.status import Verdict
from knowledge.documents.types import Found, Passage
from knowledge.errors import ModelUnavailable
from knowledge.language.words import Span, content_words

logger = logging.getLogger(__name__)

#: A second source is named where it holds so many words of the claim that the first does not.
SECOND_ADDS = 2
#: Different words of content from which a source is looked for that the model did not name.
FEWEST_FOUND = 3

#: Cosine of the two texts of each pair.
Alike = Callable[[Sequence[tuple[str, str]]], Sequence[float]]
#: A second opinion of each claim with what it rests on; None where there is none.
Opinions = Callable[[Sequence[tuple[str, Sequence[Found]]]], Sequence[tuple[Verdict, str] | None]]


@dataclass(frozen=True, slots=True)
class CheckedClaim:
    """A claim as it was written, with the sources that it is held to: named, or put right."""

    written: Claim
    numbers: tuple[int, ...]
    held: Held
    note: str = ""  # what was put right
    opinion: tuple[Verdict, str] | None = None  # a second one, with its reason

    @property
    def by_model(self) -> bool:
        return self.opinion is not None and not self.held.wrong

    def verdict(self) -> tuple[Verdict, str]:
        """A second opinion goes before closeness of words, but not before a wrong figure, rule or
        quotation: a model overlooks those."""
        return self.opinion if self.opinion and self.by_model else self.held.verdict()


def verify_quotes(quotes: Sequence[tuple[int, Quoted]]) -> list[Claim]:
    """Claims of an answer without a model: each quote, with its number, cites itself, or the words
    of it that decide."""
    claims = []
    for n, quote in quotes:
        marks = (Mark(len(quote.shown), n),)
        own = _cited(n, quote)
        header = _cited(quote.header_n, quote.header) if quote.header else ()
        if not own or (quote.header and not header):
            note = f"These words are not where source {n} is said to hold them."
            claims.append(Claim(quote.shown, (), Verdict.UNSUPPORTED, note, marks=marks))
            continue
        more = len(quote.shown) - len(quote.text)
        marked = [span for span in quote.deciding if span not in quote.unmarked]
        strong = tuple((start + more, end + more) for start, end in marked)
        cited = (*own, *header)
        claims.append(
            Claim(
                quote.shown,
                cited,
                Verdict.SUPPORTED,
                marks=marks,
                strong=strong,
                checked="word-for-word",
            )
        )
    return claims


def _cited(n: int, quote: Quoted) -> tuple[Citation, ...]:
    """() where the words are not within their passage."""
    passage = quote.found.passage
    inside = passage.start <= quote.start < quote.end <= passage.end
    if not inside or len(passage.text) != passage.end - passage.start:
        return ()
    at = quote.start - passage.start
    spans = quote.deciding or ((0, len(quote.text)),)
    return tuple(cite(n, passage, (at + start, at + end)) for start, end in spans)


def verify_parts(
    parts: Sequence[Part],
    sources: Sequence[Found],
    question: str = "",
    alike: Alike | None = None,
    *,
    opinions: Opinions | None = None,
    withhold: bool = False,
) -> tuple[Part, ...]:
    """A model's answer, its claims held to `sources`, which their marks count from 1: marks put
    right, each claim with its verdict. `withhold` keeps back what nothing supports.

    `alike` compares meaning, for all claims in one call; without it, or when its model does not
    answer, words decide alone.
    """
    written = claims_of(parts)
    checked = [
        replace(each, written=claim)
        for each, claim in zip(
            check(in_rows(parts), sources, question, alike), written, strict=True
        )
    ]
    if opinions is not None:
        rests = [[sources[n - 1] for n in each.numbers] for each in checked]
        asked = [(each.held.claim, rest) for each, rest in zip(checked, rests, strict=True)]
        checked = [
            replace(each, opinion=opinion)
            for each, opinion in zip(checked, opinions(asked), strict=True)
        ]
    claims = iter(
        replace(_claim(each, sources, withhold), checked="by-model" if each.by_model else "by-rule")
        for each in checked
    )
    return with_runs(parts, lambda run: next(claims) if isinstance(run, Claim) else run)


def check(
    sayings: Sequence[Claim],
    sources: Sequence[Found],
    question: str = "",
    alike: Alike | None = None,
) -> list[CheckedClaim]:
    """Each claim held to its sources, in order."""
    prepared = [Source.of(each.passage) for each in sources]
    asked = Said.of(question)
    checked = [_check(each, prepared, asked) for each in sayings]
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
        checked[at] = replace(checked[at], held=checked[at].held.near(cosine))
    return checked


def cite(n: int, passage: Passage, span: Span) -> Citation:
    """`span` is inside the passage's text; the citation's offsets are in the version's text."""
    start, end = span
    return Citation(
        n=n,
        passage_id=passage.id,
        document_id=passage.document_id,
        version_id=passage.version_id,
        document=passage.source,
        title=passage.title,
        version=passage.version,
        page=passage.page,
        heading_path=passage.heading_path,
        quote=passage.text[start:end],
        start=passage.start + start,
        end=passage.start + end,
        owner=passage.owner,
        effective_from=passage.effective_from,
        review_by=passage.review_by,
        until=passage.until,
    )


def _check(written: Claim, sources: Sequence[Source], question: Said) -> CheckedClaim:
    """The claim held to what it names; where that does not support it, to what does."""
    named = written.numbers
    if named:
        held = hold(written.text, [sources[n - 1] for n in named], question)
        if held.says_nothing or held.contradicted or not held.silent:
            return CheckedClaim(written, named, held)  # the end of the search
    numbers, nearest = _nearest(written.text, sources, question)
    if nearest.says_nothing:
        return CheckedClaim(written, (), nearest)
    if not named or nearest.sure:
        return CheckedClaim(written, numbers, nearest, _put_right(written, numbers))
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
    return list(Verdict).index(held.verdict()[0]), held.risk


def _put_right(written: Claim, numbers: Sequence[int]) -> str:
    found = " and ".join(f"source {n}" for n in numbers)
    named = " and ".join(f"source {n}" for n in written.numbers)
    if written.invented and not named:
        named = "a source that does not exist"
    return f"It named {named or 'no source'}; the words are in {found}."


def _says_too_little(checked: CheckedClaim) -> bool:
    """Whether a statement without a mark is too short for one to be found for it, and not simply
    words of the source: "Sign in", "begin source 9"."""
    said = len(set(content_words(checked.written.text)))
    return said < FEWEST_FOUND and bool(checked.held.signals.new_words)


def _claim(checked: CheckedClaim, sources: Sequence[Found], withhold: bool) -> Claim:
    written, held = checked.written, checked.held
    verdict, reason = checked.verdict()
    if not checked.numbers:
        return _judged(written, (), verdict, reason)
    if not written.numbers and (verdict is Verdict.UNSUPPORTED or _says_too_little(checked)):
        named = "a source that does not exist" if written.invented else "no source"
        note = f"It names {named}, and none says this."
        return _judged(written, (), Verdict.UNSUPPORTED, note, withhold)
    if withhold and verdict is Verdict.UNSUPPORTED:
        return _judged(written, (), verdict, reason, withhold)
    citations = tuple(
        cite(n, sources[n - 1].passage, evidence.span)
        for n, evidence in zip(checked.numbers, held.evidence, strict=True)
    )
    if verdict is Verdict.SUPPORTED and written.invented and written.numbers:
        verdict, reason = Verdict.PARTLY, "It also names a source that does not exist."
    note = " ".join(part for part in (checked.note, reason) if part)
    return _judged(written, citations, verdict, note)


def _judged(
    written: Claim,
    citations: tuple[Citation, ...],
    verdict: Verdict,
    note: str,
    withheld: bool = False,
) -> Claim:
    """With its marks where they were written; where other sources are cited, all where the first
    stood, else at its end. "No source" stands behind what is unsupported, and in the place of a
    source that does not exist beside one that does."""
    numbers = tuple(dict.fromkeys(one.n for one in citations))
    if set(numbers) == set(written.numbers):
        marks = [mark for mark in written.marks if mark.n is not None]
    else:
        at = written.marks[0].at if written.marks else len(written.text)
        marks = [Mark(at, n) for n in numbers]
    if verdict is Verdict.UNSUPPORTED or (written.invented and written.numbers):
        last = max((mark.at for mark in [*marks, *written.marks]), default=len(written.text))
        marks.append(Mark(last, None))
    return replace(
        written,
        citations=citations,
        verdict=verdict,
        note=note,
        withheld=withheld,
        marks=tuple(dict.fromkeys(marks)),
    )
