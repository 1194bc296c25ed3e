"""The fifth step without a model: the documents' own words, quoted and numbered."""

from __future__ import annotations

from collections.abc import Generator
from functools import partial

from assistant.answering.comparing.compare import quoted as quoted_changes
from assistant.answering.evidence.in_time import newer_first
from assistant.answering.evidence.named import as_found
from assistant.answering.evidence.named_document import opening
from assistant.answering.evidence.quotes import (
    MOST_NEAREST,
    MOST_QUOTES,
    Quoted,
    compose_embedded,
)
from assistant.answering.question.by_example import Kind
from assistant.answering.question.understand import doubts
from assistant.answering.quoting.clarify import undecided, with_lead_in
from assistant.answering.quoting.numbered import numbered, pieces
from assistant.answering.quoting.vague import as_option, is_titled
from assistant.answering.quoting.whole import header_before, led_by_passage
from assistant.answering.step import Tools
from assistant.answering.steps.judged import not_covered
from assistant.answering.values import End, Judged, QuotedDraft
from assistant.answers.events import Event, Piece
from assistant.answers.parts import AskingBack, said
from assistant.answers.status import Status
from knowledge.documents.types import Passage

#: Quotes that the leading passage takes in, most often. Where the documents may not answer, the
#: reader looks for himself, and others have their room.
WITHIN_LEAD = 2
#: Quotes under "Also": of 19 answers that a reader found weak, in 11 the right passage led and two
#: that did not help stood behind it.
ALSO, ALSO_UNSURE = 1, 2
NO_MODEL = "From the documents (no language model was used):"
INSTEAD = "These are the documents' own words instead."
PROBABLY = (
    "This is probably the answer, but not surely. Read it in its document before relying on it."
)
MAY_NOT_ANSWER = "The documents may not answer this. These are the nearest words."
RESTS_ON = "This is what the answer before rests on (no language model was used):"
BEGINS = "how {} begins. Open it to read on."
WRITES_NOTHING = (
    "Without a language model Bernard writes no summaries, comparisons or drafts. "
    "What it can do is quote:"
)
OUTLINES = "the outline of {}, under each heading the rule that it begins with."
TO_WRITE_FROM = "the documents' own words to write from."


def quoted(judged: Judged, tools: Tools) -> Generator[Event, None, QuotedDraft | End]:
    """Raises ModelUnavailable."""
    evidence, status = judged.before, judged.judgement.status
    library = tools.library
    changes = quoted_changes(evidence.comparisons, evidence.time, library, evidence.scope)
    of_parts = judged.parted.quotes() if judged.parted else None
    of_each = _of_each(judged, tools) if judged.may_mean else None
    unsure = status is Status.UNSURE and not judged.judgement.likely
    most = MOST_NEAREST + WITHIN_LEAD if unsure else MOST_QUOTES
    quotes = changes or of_parts or of_each or _best(judged, most, tools)
    if not quotes:
        return End(Status.NOT_COVERED, said(not_covered(judged.found)), at=judged)
    asking = _documents(judged)
    if asking is None and evidence.intent.wants_decision and _may_ask_back(judged) and not changes:
        screened = evidence.before.before
        open_ones = undecided(screened.text, screened.history, with_lead_in(quotes[0]))
        asking = AskingBack(open_ones) if open_ones else None
    if judged.weighed is not None and not changes:
        asked = evidence.before.asked
        header_of = partial(_header, judged, tools)
        also = ALSO_UNSURE if unsure else ALSO
        if judged.judgement.sure:
            leads = quotes[0].found.passage.document_id
            quotes = [one for one in quotes if one.found.passage.document_id == leads]
        quotes = led_by_passage(quotes, asked, also, header_of)
    if evidence.intent.kind is Kind.WORK and status is Status.ANSWERED:
        status = Status.PARTIAL  # what it is to be written from, and not what was asked for
    draft = QuotedDraft(
        judged,
        Status.CLARIFY if asking else status,
        _notice(judged, tools.failure),
        tuple(numbered(newer_first(quotes, evidence.time.replacing))),
        judged.parted.missing if judged.parted else (),
        asking,
    )
    for piece in pieces(draft.quotes, draft.gaps, draft.asking):
        yield Piece(piece)
    return draft


def _of_each(judged: Judged, tools: Tools) -> list[Quoted]:
    """Of each document that a vague message may mean, how it begins, or how the passage does."""
    query, quotes = judged.before.intent.query, list[Quoted]()
    for item in judged.may_mean:
        passages = [item.passage]
        if is_titled(item, query):
            passages = tools.library.passages(judged.before.scope, item.passage.version_id)
        for one in opening(passages)[:1]:
            quotes.append(Quoted(as_found(one.passage, judged.found, "title"), one.start, one.end))
    return quotes


def _documents(judged: Judged) -> AskingBack | None:
    query = judged.before.intent.query
    titles = dict.fromkeys(as_option(one, query) for one in judged.may_mean)
    return AskingBack(tuple(titles), offers="documents") if titles else None


def _header(judged: Judged, tools: Tools, passage: Passage) -> Quoted | None:
    """Of the table that the passage goes on with."""
    every = tools.library.passages(judged.before.scope, passage.version_id)
    found = header_before(passage, [one for one in every if one.end <= passage.start])
    if found is None:
        return None
    holder, (start, end) = found
    return Quoted(as_found(holder, judged.found, "table"), start, end)


def _notice(judged: Judged, failure: str) -> str:
    if failure:
        return f"{failure} {INSTEAD}"
    screened = judged.before.before.before
    if screened.history and doubts(screened.text):
        return RESTS_ON
    named = judged.before.named
    if judged.before.intent.kind is Kind.WORK:
        quoted_is = OUTLINES.format(named.outlines) if named and named.outlines else TO_WRITE_FROM
        return f"{WRITES_NOTHING} {quoted_is}"
    if judged.judgement.status is Status.UNSURE:
        return PROBABLY if judged.judgement.likely else MAY_NOT_ANSWER
    if named is not None and named.begins:
        return f"{NO_MODEL} {BEGINS.format(named.begins)}"
    return NO_MODEL


def _may_ask_back(judged: Judged) -> bool:
    if judged.before.named is not None:
        return not judged.before.named.alone
    return judged.judgement.status is Status.ANSWERED or judged.judgement.topical


def _best(judged: Judged, most: int, tools: Tools) -> list[Quoted]:
    named = judged.before.named
    if named is None:
        return judged.weighed.quotes(most) if judged.weighed else []
    if named.alone:
        return list(named.quotes)
    others = judged.before.candidates(judged.found, tools.library.closeness)
    return named.beside(compose_embedded(judged.found, others, most))
