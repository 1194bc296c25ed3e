"""What a model says that the documents do not say, looked for once more."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from assistant.answering.checking.verify import verify_quotes
from assistant.answering.evidence.quotes import Quoted
from assistant.answering.evidence.weigh import weigh
from assistant.answering.question.intent import Intent
from assistant.answering.writing.unclaiming import what_is_missing
from assistant.answers.parts import Gap, Paragraph, Part, Quote, Words, gaps_of, with_runs
from assistant.answers.status import Status
from knowledge.documents.types import Found
from knowledge.library import SearchQuery

#: Stands before words that may say what a model says that no document says.
MAY_SAY = "Bernard looked for this again. These words may say it:"
#: Gaps of one answer that are looked for; a model that lists more says that it found nothing.
MOST = 3


def with_gaps_checked(
    parts: Sequence[Part],
    sources: Sequence[Found],
    search: Callable[[SearchQuery], Sequence[Found]],
    closeness: Callable[[SearchQuery, Sequence[str]], list[float]],
) -> tuple[Part, ...]:
    """The answer; behind it, for each gap that the documents do speak of, their words: then it is
    none. Raises IndexUnavailable, ModelUnavailable."""
    added: list[Part] = []
    none: list[Gap] = []
    numbers = {item.passage.id: n for n, item in enumerate(sources, start=1)}
    for gap in gaps_of(parts)[:MOST]:
        quote = _said(gap, search, closeness)
        if quote is None:
            continue
        n = numbers.setdefault(quote.found.passage.id, len(numbers) + 1)
        none.append(gap)
        (claim,) = verify_quotes([(n, quote)])
        added += [Paragraph(((Words(MAY_SAY),),)), Quote(claim, also=True)]
    without = with_runs(parts, lambda run: Words(run.text) if run in none else run)
    return (*without, *added)


def _said(
    gap: Gap,
    search: Callable[[SearchQuery], Sequence[Found]],
    closeness: Callable[[SearchQuery, Sequence[str]], list[float]],
) -> Quoted | None:
    """The words that answer it without a doubt."""
    query = SearchQuery(what_is_missing(gap.text))
    weighed = weigh(Intent(query), search(query), closeness)
    quotes = weighed.quotes() if weighed.judgement.status is Status.ANSWERED else []
    return quotes[0] if quotes else None
