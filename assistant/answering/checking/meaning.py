"""Claims read for their meaning: what a judge says of each, and what of that may be relied on.

A judge names the source and copies the words of it that decide. Words that the source does not hold
make its opinion void: then the rules stand.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise, takewhile
from typing import Protocol

from assistant.answers.status import Verdict
from knowledge.documents.types import Found
from knowledge.language.words import Span


@dataclass(frozen=True, slots=True)
class Opinion:
    """`n` and `span`: the source, counted from 1, and the place of the deciding words in its text;
    None of a claim that no source speaks of. `working`: how its figures follow from the source's.
    """

    verdict: Verdict
    n: int | None = None
    span: Span | None = None
    working: str = ""


class Judge(Protocol):
    """Something that reads for meaning."""

    @property
    def name(self) -> str:
        """As the page names it."""

    def __call__(
        self, claims: Sequence[tuple[str, Sequence[int]]], sources: Sequence[Found], question: str
    ) -> Sequence[Opinion | None]:
        """An opinion of each claim, given with the sources that it names; None where there is
        none. Raises GivenUp."""


_WORD = re.compile(r"[^\W_]+")
#: Between two parts of what is copied; each must stand in the source.
_LEFT_OUT = re.compile(r"…|\.{3}|\[…\]")
#: Characters between two such parts; farther apart they are not shown together.
FARTHEST = 600


def place(copied: str, text: str) -> Span | None:
    """Where `text` holds the words of `copied`, marks and capitals aside; None where it does not.
    Parts with "…" between them stand in this order; those too far from the ones before are left
    out of the place."""
    stood = [(match.group().casefold(), match.span()) for match in _WORD.finditer(text)]
    held = [word for word, _ in stood]
    spans: list[Span] = []
    at = 0
    for part in _LEFT_OUT.split(copied):
        wanted = [match.group().casefold() for match in _WORD.finditer(part)]
        if not wanted:
            continue
        found = _find(wanted, held, at)
        if found is None:
            return None
        at = found + len(wanted)
        spans.append((stood[found][1][0], stood[at - 1][1][1]))
    near = takewhile(lambda two: two[1][0] - two[0][1] <= FARTHEST, pairwise(spans))
    return (spans[0][0], [spans[0], *(b for _, b in near)][-1][1]) if spans else None


def _find(wanted: list[str], held: list[str], at: int) -> int | None:
    ends = len(held) - len(wanted) + 1
    return next((n for n in range(at, ends) if held[n : n + len(wanted)] == wanted), None)
