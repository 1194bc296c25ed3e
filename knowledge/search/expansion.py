"""A question's acronyms with what they stand for, and the other way round; its words in their other
spellings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy.orm import Session

from knowledge.catalogue.read import Allowed
from knowledge.glossary.forms import is_ordinary, key, singular
from knowledge.glossary.lookup import Known, lookup
from knowledge.language.spelling import other_forms
from knowledge.language.words import POSSESSIVE, words

#: Where no curator has chosen, an acronym's commonest long form is searched when it has this share
#: of the places that spell the acronym out: "IP" in ten meanings says nothing of this question.
CLEAR = 0.75
#: Words of a long form that are looked for in a question; documents seldom define longer ones.
LONGEST_RUN = 8
#: Words of a question that are looked through: a pasted page is no question about an acronym.
LOOKED_THROUGH = 100

_TOKEN = re.compile(r"[^\W_]+(?:[&.’'/-][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Expansion:
    """What a question also means: nothing, for most."""

    #: A form that the question holds ("SROs", or the long form as the glossary has it), the other.
    meanings: tuple[tuple[str, str], ...] = ()
    forms: tuple[str, ...] = ()  # its words in their other spellings

    @property
    def phrases(self) -> list[str]:
        """What the question's acronyms stand for, to be searched beside its words, and its words'
        other spellings. The other way round earned nothing on policy_corpus: an acronym stands in
        too many places."""
        meant = [other for said, other in self.meanings if len(other) > len(said)]
        return [*meant, *self.forms]

    def spell_out(self, question: str) -> str:
        """The question with the other forms in brackets behind it, for a search by meaning."""
        others = ", ".join(other for _, other in self.meanings)
        return f"{question} ({others})" if others else question


def expand(session: Session, question: str, allowed: Allowed) -> Expansion:
    """What the question's acronyms and long forms also go by.

    Confirmed entries are everybody's; suggestions come only from documents in force in these
    collections, which the caller has from `knowledge.access`. Where a curator confirmed a long form
    of an acronym, no other is searched; where none did, only one that stands out.
    """
    tokens = list(_tokens(question))
    said = words(question)[:LOOKED_THROUGH]
    stems = key(" ".join(said)).split()
    runs = set(_runs(stems))
    known = lookup(session, allowed, {folded for _, folded in tokens}, runs)
    shouted = question.upper() == question
    meanings: dict[str, tuple[str, str]] = {}
    for token, folded in tokens:
        for one in _chosen(entry for entry in known if entry.folded == folded):
            if one.key not in runs and _is_meant(token, one, shouted):
                meanings.setdefault(one.key, (token, one.long))
    present = {folded for _, folded in tokens}
    for one in known:
        if one.key in runs and one.folded not in present and not is_ordinary(one.short):
            meanings.setdefault(one.folded, (one.long, one.short))
    return Expansion(tuple(meanings.values()), tuple(other_forms(question)))


def _chosen(of_one_acronym: Iterable[Known]) -> list[Known]:
    every = sorted(of_one_acronym, key=lambda one: (-one.count, one.key))
    confirmed = [one for one in every if one.confirmed]
    if confirmed or not every:
        return confirmed
    return every[:1] if every[0].count >= CLEAR * sum(one.count for one in every) else []


def _is_meant(token: str, entry: Known, shouted: bool) -> bool:
    """Whether the token is the acronym. Written small, only what a curator confirmed is; what is an
    ordinary word too ("IT") counts in the glossary's own capitals alone, and never in a question
    that is written in capitals throughout."""
    exact = singular(POSSESSIVE.sub("", token)) == entry.short
    if is_ordinary(entry.short):
        return exact and not shouted
    return exact or entry.confirmed


def _tokens(question: str) -> Iterator[tuple[str, str]]:
    """(as written, folded) of each word that may be an acronym: "SROs" is also "sro"."""
    for match in list(_TOKEN.finditer(question))[:LOOKED_THROUGH]:
        bare = POSSESSIVE.sub("", match.group())
        for form in dict.fromkeys((bare, singular(bare))):
            yield match.group(), form.casefold()


def _runs(stems: list[str]) -> Iterator[str]:
    """Every run of 2 to LONGEST_RUN words."""
    for first in range(len(stems)):
        for last in range(first + 2, min(first + LONGEST_RUN, len(stems)) + 1):
            yield " ".join(stems[first:last])
