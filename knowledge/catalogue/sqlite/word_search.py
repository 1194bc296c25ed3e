"""Search by words: SQLite FTS5, BM25 over title, headings and body of passages in force.

BM25 costs a microsecond for each passage that holds any of the words, and in a large library the
common words of a question stand in a quarter of all passages (250,000 of a million: 260 ms). So
past `BUDGET` passages only those are scored that hold one of the question's rarer words; their
score counts all its words. What holds none of the rarer ones is left to the search by meaning.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.orm import Session

from knowledge.catalogue.read import Allowed
from knowledge.catalogue.sqlite.term_counts import TermCounts
from knowledge.language.words import POSSESSIVE, STOP_WORDS

#: BM25 weights of title, headings and body: a word in a title says more about a passage.
FIELD_WEIGHTS = (2.0, 1.5, 1.0)
#: Terms of one query; long questions repeat themselves, and each term costs a list to merge.
MAX_TERMS = 32
#: Passages with a rarer word that are scored: some 5 ms. A question whose words stand in fewer is
#: scored whole. On four real sets a budget of 3,000 changed no result among the first ten.
BUDGET = 5_000
#: With fewer passages that hold a rarer word, the least common of the others is searched too: one
#: rare name must not hide what all the other words of the question say.
ENOUGH = 1_000
#: Passages on the lists of the common words that count for the score: BM25 walks each list once to
#: weigh the word (.03 µs a passage). What exceeds it is in a tenth of a large library: it says
#: little, though without any such word only half of the first ten stay the same at a million.
COMMON = 350_000

# "30,000" and "4.2" and "working-age" stay one term, which FTS5 reads as a phrase of its parts.
_TERM = re.compile(r"[^\W_]+(?:[.,'’/-][^\W_]+)*")

_SCORED = "SELECT rowid, -bm25(words, :title, :headings, :body) AS score FROM words WHERE "
_FIRST = " ORDER BY score DESC, rowid LIMIT :count"
_EVERYWHERE = text(f"{_SCORED} words MATCH :match {_FIRST}")
# Reading the collection costs more than the score (it lies in the row, behind the text).
_SOMEWHERE = text(
    f"{_SCORED} words MATCH :match AND collection_id IN "
    f"(SELECT value FROM json_each(:collections)) {_FIRST}"
)
_HOLDING = text(
    "SELECT body FROM words WHERE words MATCH :match AND collection_id IN "
    "(SELECT value FROM json_each(:collections)) LIMIT 5"
)
_MENTIONING = text(
    "SELECT DISTINCT v.document_id FROM words w JOIN passages p ON p.id = w.rowid "
    "JOIN versions v ON v.id = p.version_id WHERE words MATCH :match AND w.collection_id IN "
    "(SELECT value FROM json_each(:collections))"
)
_AT_LEAST = text("SELECT count(*) FROM (SELECT 1 FROM words WHERE words MATCH :match LIMIT :most)")
_COUNTED = text(
    "SELECT count(*) FROM (SELECT 1 FROM words WHERE words MATCH :match AND collection_id IN "
    "(SELECT value FROM json_each(:collections)) LIMIT :most)"
)
_OTHERS = text(
    "SELECT EXISTS (SELECT 1 FROM collections "
    "WHERE id NOT IN (SELECT value FROM json_each(:collections)))"
)


@dataclass(frozen=True, slots=True)
class Plan:
    """Which passages are scored: those that hold a `rare` term; the `common` ones count as well.

    When too few do (not `enough`), also those that hold the first of the common terms and another.
    """

    rare: Sequence[str]
    common: Sequence[str] = ()
    enough: bool = True


def search_words(
    session: Session,
    query: str,
    allowed: Allowed,
    count: int,
    counts: TermCounts,
    *,
    also: Sequence[str] = (),
) -> list[tuple[int, float]]:
    """The passages that match best: (id, BM25, higher is better), best first.

    `also` are phrases that count as words of the query.
    """
    terms = [*quoted_terms(query), *(f'"{phrase.replace(chr(34), " ")}"' for phrase in also)]
    if not terms or not allowed:
        return []
    collections = str(list(allowed))
    weights = zip(("title", "headings", "body"), FIELD_WEIGHTS, strict=True)
    values: dict[str, float | str] = {**dict(weights), "count": count}
    statement = _EVERYWHERE
    if session.execute(_OTHERS, {"collections": collections}).scalar_one():
        statement = _SOMEWHERE
        values["collections"] = collections

    def matching(expression: str) -> dict[int, float]:
        rows = session.execute(statement, {**values, "match": expression})
        return {int(row.rowid): float(row.score) for row in rows}

    plan = Plan(terms)
    if counts.size(session) > BUDGET:
        plan = planned(counts(session, terms))
    found = matching(_any(plan.rare)) if plan.rare else {}
    if plan.rare and plan.common:
        # Whatever holds a common word is among these with its whole score, or a hundred better are.
        found |= matching(f"({_any(plan.rare)}) AND ({_any(plan.common)})")
    if plan.common and not plan.enough:
        held = _held(session, plan.common)
        rest = plan.common[len(held) :]
        beside = f" AND ({_any([*rest, *plan.rare])})" if rest else ""
        # Without a rest the rare words do not count here: who holds one is in `found` already.
        found = {**matching(" AND ".join(held) + beside), **found}
    return sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))[:count]


def holding(session: Session, match: str, allowed: Allowed) -> list[str]:
    """The texts of a few passages in these collections that FTS5 matches."""
    values = {"match": match, "collections": str(list(allowed))}
    return list(session.scalars(_HOLDING, values))


def times_held(session: Session, said: str, allowed: Allowed, most: int) -> int:
    """The passages in these collections that hold these words as they stand, as far as `most`."""
    words = " ".join(POSSESSIVE.sub("", term) for term in _TERM.findall(said.lower()))
    values = {"match": f'"{words}"', "collections": str(list(allowed)), "most": most}
    return int(session.execute(_COUNTED, values).scalar_one()) if words else 0


def mentioning(session: Session, words: str, allowed: Allowed, *, named: bool) -> set[int]:
    """The documents of which a passage holds these words as they stand; `named`: of which its title
    or headings hold them all."""
    terms = quoted_terms(words)
    if not terms:
        return set()
    match = " AND ".join(terms) if named else f'"{" ".join(_TERM.findall(words))}"'
    values = {
        "match": f"{{title headings}} : ({match})" if named else match,
        "collections": str(list(allowed)),
    }
    return set(session.scalars(_MENTIONING, values))


def _held(session: Session, terms: Sequence[str]) -> Sequence[str]:
    """The first term, and those after it as long as ENOUGH passages hold all of them."""
    held = 1
    while held < len(terms):
        asked = {"match": " AND ".join(terms[: held + 1]), "most": ENOUGH}
        if session.execute(_AT_LEAST, asked).scalar_one() < ENOUGH:
            break
        held += 1
    return terms[:held]


def planned(counts: Mapping[str, int]) -> Plan:
    """Term → passages that hold it: the rarest, as many as the budget allows, and the others."""
    if sum(counts.values()) <= BUDGET:
        return Plan(list(counts))
    rare: list[str] = []
    common: list[str] = []
    scored = walked = 0
    for term in sorted((term for term in counts if counts[term]), key=lambda term: counts[term]):
        if scored + counts[term] <= BUDGET:
            scored += counts[term]
            rare.append(term)
        elif not common or walked + counts[term] <= COMMON:
            walked += counts[term]
            common.append(term)
    return Plan(rare, common, enough=scored >= ENOUGH)


def quoted_terms(query: str) -> list[str]:
    """The query's different words, each quoted so that nothing in it is FTS5 syntax (a term holds
    no quotation mark: see _TERM).

    Stop words are left out unless there is nothing else.
    """
    said = dict.fromkeys(POSSESSIVE.sub("", term) for term in _TERM.findall(query.lower()))
    terms = ([term for term in said if term not in STOP_WORDS] or list(said))[:MAX_TERMS]
    return [f'"{term}"' for term in terms]


def _any(terms: Sequence[str]) -> str:
    return " OR ".join(terms)
