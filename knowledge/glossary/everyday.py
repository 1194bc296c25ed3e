"""What people say where policies have another word: a "holiday" is annual leave.

The list beside this file is read as it is; what a curator decides on a word in the glossary goes
before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.access import Asker
from knowledge.catalogue.tables import GlossaryRow
from knowledge.glossary.forms import fold

#: Where a listed word may begin, with the letters that it begins with, and where it may end.
_ENDS = r"(?![\w\"”@/-])(?!'(?!s\b))"
_BEGINS = re.compile(r"(?<![\w\"“‘@/-])\w+")


def everyday(by: Asker, session: Session, question: str) -> Mapping[str, tuple[str, ...]]:
    """Everyday word of the question, as it is written there → what policies call it, the usual
    first. The list and the department's decisions on it are everybody's, whoever asks (`by`)."""
    found = {said: _meanings()[_listed(said)] for said in _said(question)}
    if not found:
        return {}
    words = GlossaryRow.folded.in_(map(fold, found))
    decided = set(session.scalars(select(GlossaryRow.folded).where(words)))
    plain = question.casefold()
    others = {
        said: tuple(one for one in meant if fold(one) != fold(said))
        for said, meant in found.items()
        if fold(said) not in decided
    }
    return {
        said: meant
        for said, meant in others.items()
        if meant and not any(fold(one) in plain for one in meant)
    }


@cache
def everyday_words() -> tuple[str, ...]:
    """The words of the list's left side, one by one, sorted."""
    return tuple(sorted({word for said in _meanings() for word in said.split()}))


def _said(question: str) -> Iterator[str]:
    """The listed words in it as they are written, the longest from each place."""
    plain, end = question.replace("’", "'"), 0
    for word in _BEGINS.finditer(plain):
        listed = _beginning(word[0].lower()) if word.start() >= end else None
        if listed and (match := listed.match(plain, word.start())):
            end = match.end()
            yield question[match.start() : end]


@cache
def _beginning(word: str) -> re.Pattern[str] | None:
    """What matches the listed words that begin with this one, the longest first."""
    each = sorted(_by_first_word().get(word, ()), key=len, reverse=True)
    listed = "|".join(map(re.escape, each))
    return re.compile(rf"(?:{listed}){_ENDS}", re.IGNORECASE) if each else None


@cache
def _by_first_word() -> Mapping[str, Sequence[str]]:
    found: dict[str, list[str]] = {}
    for said in _meanings():
        if first := _BEGINS.match(said):
            found.setdefault(first[0], []).append(said)
    return found


@cache
def _meanings() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    content = files("knowledge.glossary").joinpath("everyday.txt").read_text(encoding="utf-8")
    for line in content.splitlines():
        said, _, meant = line.partition(":")
        if meant and not line.startswith("#"):
            meanings = tuple(one.strip() for one in meant.split(";"))
            found |= {_listed(one): meanings for one in said.split(",")}
    return found


def _listed(said: str) -> str:
    return fold(said.strip().replace("’", "'"))
