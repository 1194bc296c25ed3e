"""Verify: every claim against the words that it points at, and against the others found.

An answer's sentences become claims. Each is held to the passages that it cites: its quotation
marks, figures and the force of its rules must be there, and its words must be near enough
(`checking/holding`). Where another source supports what the cited one does not, or none was cited,
the mark is put right and the claim's note says so. The sentence that holds most of a claim is its
citation's quote; an embedded answer's quotes are their own citation, checked to the letter.

A judge, where there is one, then reads all of them for their meaning (`checking/meaning`), and may
overrule the rules about words. What no source supports is marked "[?]" in the text, or left out
where BERNARD_UNSUPPORTED says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.answering.checking.held_claims import Alike, CheckedClaim, Ground, check, judged
from assistant.answering.checking.meaning import Judge
from assistant.answering.evidence.quotes import Quoted
from assistant.answering.question.screen.language import is_english
from assistant.answers.citation import Citation
from assistant.answers.parts import Claim, Mark, Part, claims_of, in_context, in_rows, with_runs
from assistant.answers.status import Verdict
from knowledge.documents.types import Found, Passage
from knowledge.language.words import Span, content_words

#: The rules compare words.
ENGLISH_ALONE = "Not checked: Bernard's rules read English alone."
#: Different words of content from which a source is looked for that the model did not name.
FEWEST_FOUND = 3


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
    judge: Judge | None = None,
    withhold: bool = False,
) -> tuple[Part, ...]:
    """A model's answer, its claims held to `sources`, which their marks count from 1: marks put
    right, each claim with its verdict. `withhold` keeps back what nothing supports.

    `alike` compares meaning, for all claims in one call; without it, or when its model does not
    answer, words decide alone.
    """
    written, ground = claims_of(parts), Ground.of(sources, question)
    checked = [
        replace(each, written=claim, reads=reads)
        for each, claim, reads in zip(
            check(in_rows(parts), ground, alike), written, in_context(parts), strict=True
        )
    ]
    if judge is not None:
        checked = judged(checked, judge, ground)
    claims = iter(_told(_claim(each, sources, withhold), each) for each in checked)
    return with_runs(parts, lambda run: next(claims) if isinstance(run, Claim) else run)


def _told(claim: Claim, checked: CheckedClaim) -> Claim:
    """With how its verdict was come by."""
    if claim.verdict is None:
        return claim
    return replace(claim, checked="by-model" if checked.by_model else "by-rule")


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
        page=passage.page_at(passage.start + start),
        heading_path=passage.heading_path,
        quote=passage.text[start:end],
        start=passage.start + start,
        end=passage.start + end,
        owner=passage.owner,
        effective_from=passage.effective_from,
        review_by=passage.review_by,
        until=passage.until,
    )


def _says_too_little(checked: CheckedClaim) -> bool:
    """Whether a statement without a mark is too short for one to be found for it, and not simply
    words of the source: "Sign in", "begin source 9"."""
    said = len(set(content_words(checked.written.text)))
    return said < FEWEST_FOUND and bool(checked.held.signals.new_words)


def _claim(checked: CheckedClaim, sources: Sequence[Found], withhold: bool) -> Claim:
    written, held = checked.written, checked.held
    verdict, reason = checked.verdict()
    failed = verdict is not None and verdict.failed
    if not checked.by_model and not is_english(written.text):
        cited = [
            cite(n, sources[n - 1].passage, evidence.span)
            for n, evidence in zip(checked.numbers, held.evidence, strict=True)
            if n in written.numbers
        ]
        return replace(written, citations=tuple(cited), note=ENGLISH_ALONE)
    if not checked.numbers:
        return _judged(written, (), verdict, reason)
    if not written.numbers and (failed or _says_too_little(checked)):
        named = "a source that does not exist" if written.invented else "no source"
        note = f"It names {named}, and none says this."
        return _judged(written, (), Verdict.UNSUPPORTED, note, withhold)
    if withhold and failed:
        return _judged(written, (), verdict, reason, withhold)
    citations = tuple(
        cite(n, sources[n - 1].passage, evidence.span)
        for n, evidence in zip(checked.numbers, held.evidence, strict=True)
    )
    if verdict in (Verdict.SUPPORTED, None) and written.invented and written.numbers:
        verdict, reason = Verdict.PARTLY, "It also names a source that does not exist."
    note = " ".join(part for part in (checked.note, reason) if part)
    return _judged(written, citations, verdict, note)


def _judged(
    written: Claim,
    citations: tuple[Citation, ...],
    verdict: Verdict | None,
    note: str,
    withheld: bool = False,
) -> Claim:
    """With its marks where they were written; where other sources are cited, all where the first
    stood, else at its end. "No source" stands behind what is unsupported, and in the place of a
    source that does not exist beside one that does."""
    numbers = tuple(dict.fromkeys(one.n for one in citations))
    failed = verdict is not None and verdict.failed
    if set(numbers) == set(written.numbers):
        marks = [mark for mark in written.marks if mark.n is not None]
    else:
        at = written.marks[0].at if written.marks else len(written.text)
        marks = [Mark(at, n) for n in numbers]
    if failed or (written.invented and written.numbers):
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
