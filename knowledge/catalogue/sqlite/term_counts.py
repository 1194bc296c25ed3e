"""In how many passages a term stands: asked once, then remembered while the library is alike."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence

from sqlalchemy import text
from sqlalchemy.orm import Session

from knowledge.access import System

#: Terms remembered; some 100 bytes each.
KEPT = 20_000
#: Counting stops here (some 10 ms): what stands in more passages is more than words.COMMON.
COUNTED_TO = 350_000
#: A library that grew or shrank by this share is counted again.
ALIKE = 0.25

_SIZE = text("SELECT coalesce(max(id), 0) FROM words_docsize")
_COUNT = text("SELECT count(*) FROM (SELECT 1 FROM words WHERE words MATCH :term LIMIT :most)")


class TermCounts:
    """Safe to use from threads. Counts decide which terms a search starts from, never a score, so
    that a count of some minutes ago is good enough."""

    def __init__(self, by: System) -> None:
        self._by = by
        self._kept: OrderedDict[str, int] = OrderedDict()
        self._size = 0
        self._lock = threading.Lock()

    def size(self, session: Session) -> int:
        """The newest passage's id, which is at least the number of passages in force."""
        size = int(session.execute(_SIZE).scalar_one())
        with self._lock:
            if abs(size - self._size) > ALIKE * self._size:
                self._kept.clear()
                self._size = size
        return size

    def __call__(self, session: Session, terms: Sequence[str]) -> dict[str, int]:
        """Quoted term → passages that hold it, at most COUNTED_TO."""
        with self._lock:
            known = {term: self._kept[term] for term in terms if term in self._kept}
        for term in terms:
            if term not in known:
                asked = {"term": term, "most": COUNTED_TO}
                known[term] = int(session.execute(_COUNT, asked).scalar_one())
        with self._lock:
            for term, count in known.items():
                self._kept[term] = count
                self._kept.move_to_end(term)
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return known
