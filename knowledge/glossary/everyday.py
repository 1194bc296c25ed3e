"""What people say where policies have another word: a "holiday" is annual leave.

The list beside this file is read as it is; what a curator decides on a word in the glossary goes
before it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.access import Asker
from knowledge.catalogue.tables import GlossaryRow
from knowledge.glossary.forms import fold


def everyday(by: Asker, session: Session, question: str) -> Mapping[str, tuple[str, ...]]:
    """Everyday word of the question, as it is written there → what policies call it, the usual
    first. The list and the department's decisions on it are everybody's, whoever asks (`by`)."""
    pattern, meanings = _meanings()
    found = {match[0]: meanings[fold(match[0])] for match in pattern.finditer(question)}
    if not found:
        return {}
    words = GlossaryRow.folded.in_(map(fold, found))
    decided = set(session.scalars(select(GlossaryRow.folded).where(words)))
    return {
        said: meant
        for said, meant in found.items()
        if fold(said) not in decided and not any(fold(one) in question.casefold() for one in meant)
    }


@cache
def everyday_words() -> tuple[str, ...]:
    """The words of the list's left side, one by one, sorted."""
    return tuple(sorted({word for said in _meanings()[1] for word in said.split()}))


@cache
def _meanings() -> tuple[re.Pattern[str], Mapping[str, tuple[str, ...]]]:
    """What finds the words, the longest first; each with its meanings."""
    found: dict[str, tuple[str, ...]] = {}
    content = files("knowledge.glossary").joinpath("everyday.txt").read_text(encoding="utf-8")
    for line in content.splitlines():
        said, _, meant = line.partition(":")
        if meant and not line.startswith("#"):
            meanings = tuple(one.strip() for one in meant.split("|"))
            found |= {fold(one.strip()): meanings for one in said.split(",")}
    longest = "|".join(map(re.escape, sorted(found, key=len, reverse=True)))
    return re.compile(rf"(?<![\w\"“‘@/-])(?:{longest})(?![\w\"”’@/-])", re.IGNORECASE), found
