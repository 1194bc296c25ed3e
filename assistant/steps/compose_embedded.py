"""Compose without a language model: the sentences that best answer, quoted word for word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.library import SearchQuery
from knowledge.text import content_words, sentences, stem
from knowledge.types import Found

MOST_QUOTES = 3
#: Passages looked into, and how much a sentence loses for each rank below the first.
PASSAGES_READ = 5
RANK_COST = 0.05
#: Fewer words of content are a heading or a fragment.
FEWEST_WORDS = 4


@dataclass(frozen=True, slots=True)
class Quote:
    """Words to show: `[start:end]` of the text of the found passage's version."""

    found: Found
    start: int
    end: int

    @property
    def text(self) -> str:
        passage = self.found.passage
        return passage.text[self.start - passage.start : self.end - passage.start]


def compose_embedded(question: str, query: SearchQuery, found: Sequence[Found]) -> list[Quote]:
    """The sentences that share most words with the question, the best first; [] when none does."""
    asked = {stem(word) for word in content_words(query.text)}
    scored: list[tuple[float, Quote]] = []
    seen: set[str] = set()
    for rank, item in enumerate(found[:PASSAGES_READ]):
        for start, end in sentences(item.passage.text):
            said = [stem(word) for word in content_words(item.passage.text[start:end])]
            shared = len(asked.intersection(said))
            key = " ".join(said)
            if len(said) < FEWEST_WORDS or not shared or key in seen:
                continue
            seen.add(key)
            quote = Quote(item, item.passage.start + start, item.passage.start + end)
            scored.append((shared / len(asked) - RANK_COST * rank, quote))
    scored.sort(key=lambda pair: -pair[0])
    return [quote for _, quote in scored[:MOST_QUOTES]]
