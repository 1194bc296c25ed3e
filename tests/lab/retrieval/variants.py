"""The ways of searching that are set side by side, most differing from the parts in one thing.

"Bernard" is the product's own search, whole. "Bernard's parts" is the same by the product's
functions, taken apart: its passages, its match expression and field weights, its rule for
follow-ups, its fusion; without its glossary and what it does against repeats. "plain pipeline" is
what a competent engineer has in an afternoon.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from knowledge.catalogue.sqlite.word_search import FIELD_WEIGHTS
from knowledge.documents.passages import BODY_TOKENS

PLAIN, PARTS, BERNARD = "plain pipeline", "Bernard's parts", "Bernard"

#: Share of a neighbour's score that is added.
NEIGHBOUR_SHARE = 0.1
#: Per unit of the best sentence's cosine; a third of what the passage's own cosine weighs.
SENTENCE_WEIGHT = 3.0


@dataclass(frozen=True, slots=True)
class Variant:
    name: str
    whole: bool = False  # the product itself; of what is below only the glossary applies
    #: Acronyms that the documents define are searched by their long forms too.
    glossary: bool = True
    plain: bool = False  # windows, and a match expression that is never changed
    body_tokens: int = BODY_TOKENS
    #: In front of the embedded text.
    embed_title: bool = True
    embed_headings: bool = True
    #: A list's lead-in or a table's header row, in both searches.
    context: bool = True
    #: Title and headings searched by words.
    frame_words: bool = True
    weights: tuple[float, float, float] = FIELD_WEIGHTS
    #: bernard | no context | last | two | all: which turns of a conversation make the query.
    turns: str = "bernard"
    #: scores (the product's) | ranks (reciprocal) | words | meaning.
    fusion: str = "scores"
    #: How near the passage's document is counts, not only how near the passage.
    by_document: bool = True
    neighbours: float = 0.0
    sentences: float = 0.0

    @property
    def follow_ups_only(self) -> bool:
        """It differs from the parts in conversations alone."""
        return not self.plain and self.turns != "bernard"


_PARTS = Variant(PARTS)
_FLAT = (1.0, 1.0, 1.0)

VARIANTS: tuple[Variant, ...] = (
    Variant(PLAIN, plain=True, weights=_FLAT, turns="two", fusion="ranks"),
    Variant(BERNARD, whole=True),
    Variant(f"{BERNARD}, no glossary", whole=True, glossary=False),
    _PARTS,
    replace(_PARTS, name="words only", fusion="words"),
    replace(_PARTS, name="meaning only", fusion="meaning"),
    replace(_PARTS, name="reciprocal ranks", fusion="ranks"),
    replace(_PARTS, name="turns: last alone", turns="last"),
    replace(_PARTS, name="turns: last two joined", turns="two"),
    replace(_PARTS, name="turns: all joined", turns="all"),
    replace(_PARTS, name="turns: no answer before", turns="no context"),
    replace(_PARTS, name="no document's closeness", by_document=False),
    replace(_PARTS, name="word fields: all weigh 1", weights=_FLAT),
    replace(_PARTS, name="word fields: text alone", frame_words=False),
    replace(_PARTS, name="embedded: no headings", embed_headings=False),
    replace(_PARTS, name="embedded: text alone", embed_title=False, embed_headings=False),
    replace(_PARTS, name="no lead-in, no header row", context=False),
    replace(_PARTS, name="neighbours' scores added", neighbours=NEIGHBOUR_SHARE),
    replace(_PARTS, name="best sentence's cosine added", sentences=SENTENCE_WEIGHT),
    replace(_PARTS, name="passages of 100 tokens", body_tokens=100),
    replace(_PARTS, name="passages of 140 tokens", body_tokens=140),
    replace(_PARTS, name="passages of 230 tokens", body_tokens=230),
)
