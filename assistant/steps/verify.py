"""Verify: every claim against the words that it points at. First form, by words and numbers.

An answer's sentences become claims. For a model's claim the sentence of the cited passage that
holds most of its words is the citation's quote; an embedded answer's quotes are their own citation,
checked to the letter. A mark that names no source stays in the text as "[?]", so that the sentence
is seen to have no ground; its claim is never supported.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answers import Citation, Claim, Verdict
from assistant.steps.compose_embedded import Quote
from assistant.steps.model_text import Statement, number_marks, statements
from assistant.steps.sources import describe
from knowledge.text import Span, content_words, numbers, sentences, stem, words
from knowledge.types import Found, Passage

#: Share of a claim's content words that its sources must hold. Provisional, not yet calibrated.
SUPPORTED_SHARE = 0.6
PARTLY_SHARE = 0.3
#: A sentence with fewer different words of content is a heading or a fragment.
FEWEST_STEMS = 4

_QUOTED = re.compile(r"“([^”]{2,})”|\"([^\"]{2,})\"")


@dataclass(frozen=True, slots=True)
class Verified:
    text: str  # as shown; invented marks are "[?]"
    claims: tuple[Claim, ...]
    gaps: tuple[str, ...] = ()  # sentences that say what the documents do not say


def verify_quotes(quotes: Sequence[tuple[int, Quote]]) -> tuple[Claim, ...]:
    """Claims of an embedded answer: each quote, with its number, cites exactly itself."""
    claims = []
    for n, quote in quotes:
        passage = quote.found.passage
        inside = passage.start <= quote.start < quote.end <= passage.end
        if inside and len(passage.text) == passage.end - passage.start:
            citation = cite(n, passage, (quote.start - passage.start, quote.end - passage.start))
            claims.append(Claim(quote.text, (citation,), Verdict.SUPPORTED))
        else:
            note = f"These words are not where source {n} is said to hold them."
            claims.append(Claim(quote.text, (), Verdict.UNSUPPORTED, note))
    return tuple(claims)


def verify_text(text: str, sources: Sequence[Found]) -> Verified:
    """Claims of a model's answer whose [n] count `sources` from 1."""
    text = number_marks(text, len(sources))
    claims: list[Claim] = []
    gaps: list[str] = []
    for statement in statements(text):
        if statement.is_gap:
            gaps.append(statement.text)
        else:
            claims.append(_check(statement, sources))
    return Verified(text, tuple(claims), tuple(gaps))


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
    )


def _check(statement: Statement, sources: Sequence[Found]) -> Claim:
    cited = {n: sources[n - 1].passage for n in statement.numbers}
    if not cited:
        note = (
            "It names a source that does not exist." if statement.invented else "No source named."
        )
        return Claim(statement.text, (), Verdict.UNSUPPORTED, note)
    citations = tuple(
        cite(n, passage, _best(statement.text, passage)) for n, passage in cited.items()
    )
    verdict, note = _verdict(statement.text, list(cited.values()))
    if statement.invented and verdict is Verdict.SUPPORTED:
        verdict, note = Verdict.PARTLY, "It also names a source that does not exist."
    return Claim(statement.text, citations, verdict, note)


def _verdict(text: str, passages: Sequence[Passage]) -> tuple[Verdict, str]:
    ground = "\n".join(f"{describe(passage)}\n{passage.text}" for passage in passages)
    for quoted in quoted_words(text):
        if f" {' '.join(words(quoted))} " not in f" {' '.join(words(ground))} ":
            return Verdict.UNSUPPORTED, f"The quoted words “{quoted}” are not in the source."
    missing = [number for number in numbers(text) if not _said(number, ground)]
    share = _share(text, ground)
    if share < PARTLY_SHARE:
        return Verdict.UNSUPPORTED, "The source speaks of something else."
    if missing:
        return Verdict.PARTLY, f"The source does not say {' or '.join(dict.fromkeys(missing))}."
    if share < SUPPORTED_SHARE:
        return Verdict.PARTLY, "The source holds only some of these words."
    return Verdict.SUPPORTED, ""


def quoted_words(text: str) -> list[str]:
    """What the claim itself puts in quotation marks, two words or more."""
    found = (match[1] or match[2] for match in _QUOTED.finditer(text))
    return [quoted.strip() for quoted in found if len(words(quoted)) > 1]


def _best(text: str, passage: Passage) -> Span:
    """The sentence of the passage that holds most of the claim's words; of equals one that is no
    heading or fragment, then the shortest. A sentence that holds what the claim quotes literally
    comes before all others."""
    quoted = [" ".join(words(part)) for part in quoted_words(text)]
    said, figures = _stems(text), {_value(number) for number in numbers(text)}

    def merit(span: Span) -> tuple[int, int, bool, int]:
        sentence = passage.text[slice(*span)]
        plain = " ".join(words(sentence))
        stems = _stems(sentence)
        shared = len(said & stems)
        exact = len(figures & {_value(number) for number in numbers(sentence)})
        return (
            sum(part in plain for part in quoted),
            shared + exact,
            len(stems) >= FEWEST_STEMS,
            span[0] - span[1],
        )

    return max(sentences(passage.text), key=merit, default=(0, len(passage.text)))


def _share(text: str, ground: str) -> float:
    said = _stems(text)
    return len(said & _stems(ground)) / len(said) if said else 1.0


def _stems(text: str) -> set[str]:
    return {stem(word) for word in content_words(text)}


def _said(number: str, ground: str) -> bool:
    return _value(number) in {_value(other) for other in numbers(ground)} or number in words(ground)


def _value(number: str) -> str:
    """ "4.20" and "4.2" are one number; "4.2.1" is a paragraph and stays."""
    return number.rstrip("0").rstrip(".") if number.count(".") == 1 else number.lstrip("0") or "0"
