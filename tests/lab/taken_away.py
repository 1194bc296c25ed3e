"""What a search would have found, had passages never been loaded: it makes an unanswerable question
of an answerable one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from knowledge.documents.types import Found
from knowledge.search.fusion import Closeness, fuse


def taken_away(found: Sequence[Found], gone: Callable[[Found], bool]) -> list[Found]:
    """Best first: what is not gone, with the scores that it has without it.

    A score is a share of the best match and of what else the document holds; one that still knew
    of the match taken away would tell the question apart by that alone. Only for a question that
    stands alone, since a follow-up's closeness to its other readings is not kept. `found` has to
    reach deep enough for the passages that come up from below.
    """
    left = [one for one in found if not gone(one)]
    scores = fuse(
        {one.passage.id: one.passage.document_id for one in left},
        Closeness.alone({one.passage.id: one.closeness for one in left}),
        {one.passage.id: by_words.score for one in left if (by_words := one.reason("words"))},
    )
    again = [replace(one, score=scores[one.passage.id]) for one in left]
    return sorted(again, key=lambda one: (-one.score, one.passage.id))
