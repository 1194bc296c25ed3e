"""The list of conflicts that curators see: found on demand, kept, dismissed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BindParameter, bindparam, func, select, update
from sqlalchemy.orm import Session, aliased

from knowledge.access import Asker, Scope, System
from knowledge.catalogue import read
from knowledge.catalogue.sqlite.database import Database
from knowledge.catalogue.tables import (
    IN_FORCE,
    ConflictRow,
    ConflictsLookedRow,
    PassageRow,
    VersionRow,
    now,
)
from knowledge.curation.conflicts.differing import Differing, pair_key
from knowledge.curation.conflicts.pairs import LONGEST, Sentence, lays_down, pairs
from knowledge.documents.types import Document, Passage, VersionState
from knowledge.errors import NotFound
from knowledge.search import Search
from knowledge.search.query import SearchQuery

#: Raised when other things count as a conflict: everything in force is then looked through again.
RULES = 2
#: Passages looked at in one go, newest documents first, and what is searched for each: some 10 ms.
MOST_PASSAGES = 2_000
NEAREST = 8

_VERSIONS: BindParameter[Sequence[int]] = bindparam("versions", expanding=True)
# Columns and no objects, and made once: every answer asks for it.
_OF_VERSIONS = (
    select(
        ConflictRow.one_version_id, ConflictRow.one_start, ConflictRow.one_end,
        ConflictRow.other_version_id, ConflictRow.other_start, ConflictRow.other_end,
    )
    .where(
        ConflictRow.dismissed_by == "",
        ConflictRow.one_version_id.in_(_VERSIONS) | ConflictRow.other_version_id.in_(_VERSIONS),
    )
    .order_by(ConflictRow.id)
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Side:
    """The words of one document in force."""

    document: Document
    version_id: int
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Conflict:
    id: int
    one: Side
    other: Side
    why: str  # "£25 or £30"
    dismissed_by: str


class Conflicts:
    """Every call says who asks; a conflict is shown to those who may see both documents."""

    def __init__(self, database: Database, searching: Callable[[], Search]) -> None:
        self._database = database
        self._searching = searching

    def listed(self, scope: Scope) -> list[Conflict]:
        """Between documents in force, the dismissed ones last. Raises NotAllowed."""
        scope.require_curator()
        one, other = aliased(VersionRow), aliased(VersionRow)
        with self._database.read() as session:
            documents = {each.id: each for each in read.documents(session, scope)}
            rows = session.execute(
                select(
                    ConflictRow,
                    one.document_id,
                    read.words_at(one.text, ConflictRow.one_start, ConflictRow.one_end),
                    other.document_id,
                    read.words_at(other.text, ConflictRow.other_start, ConflictRow.other_end),
                )
                .join(one, one.id == ConflictRow.one_version_id)
                .join(other, other.id == ConflictRow.other_version_id)
                .where(one.state == VersionState.PUBLISHED, other.state == VersionState.PUBLISHED)
                .order_by(ConflictRow.dismissed_by != "", ConflictRow.id)
            ).all()
        return [
            Conflict(
                row.id,
                Side(documents[here], row.one_version_id, row.one_start, row.one_end, said),
                Side(documents[there], row.other_version_id, row.other_start, row.other_end, says),
                row.why,
                row.dismissed_by,
            )
            for row, here, said, there, says in rows
            if here in documents and there in documents
        ]

    def dismiss(self, scope: Scope, conflict_id: int) -> None:
        """No answer and no list calls these two sentences a conflict any more. Raises NotFound."""
        self._change(scope, conflict_id, scope.person.key)

    def take_back(self, scope: Scope, conflict_id: int) -> None:
        """They are a conflict after all. Raises NotFound."""
        self._change(scope, conflict_id, "")

    def known(self, asker: Asker, keys: Iterable[str]) -> dict[str, bool]:
        """Those of these pairs of sentences that are in the list, and whether each stands or was
        dismissed by a curator."""
        with self._database.read() as session:
            some = select(ConflictRow.key, ConflictRow.dismissed_by == "")
            rows = session.execute(some.where(ConflictRow.key.in_(list(keys))))
            return dict(rows.tuples().all())

    def against(self, asker: Asker, passages: Sequence[Passage]) -> list[Passage]:
        """Passages in force that hold the other side of a conflict with one of these, in their
        order; none of a pair that a curator dismissed."""
        versions = list({one.version_id for one in passages})
        with self._database.read() as session:
            rows = session.execute(_OF_VERSIONS, {"versions": versions}).all()
            places = [place for row in rows for place in _places(row)]
            theirs = [
                there for passage in passages for here, there in places if _stands_in(here, passage)
            ]
            ids = [one for there in dict.fromkeys(theirs) for one in _at(session, there)]
            if not ids:
                return []
            allowed = read.visible(session, asker)
            standing = read.in_force(session, ids, allowed)
            found = read.passages_by_id(session, standing, allowed)
        return [found[one] for one in dict.fromkeys(ids) if one in found]

    def look(self, scope: Scope) -> tuple[int, int]:
        """Looks through the newest documents; returns passages looked at, conflicts in the list.
        Raises NotAllowed, IndexUnavailable, ModelUnavailable."""
        scope.require_curator()
        looked = 0
        for passage in self._newest(scope):
            looked += 1
            self.compare(scope, passage)
        return looked, sum(not one.dismissed_by for one in self.listed(scope))

    def look_at_next(self, by: System, give_way: Callable[[], bool]) -> bool:
        """Looks through the newest version in force that these rules were not held to, for the
        worker; False where there is none. Stops between two passages where it is to give way: the
        version is then taken again. Raises IndexUnavailable, ModelUnavailable."""
        with self._database.read() as session:
            version_id = session.scalar(
                select(VersionRow.id)
                .outerjoin(ConflictsLookedRow, ConflictsLookedRow.version_id == VersionRow.id)
                .where(IN_FORCE, func.coalesce(ConflictsLookedRow.rules, 0) < RULES)
                .order_by(VersionRow.id.desc())
                .limit(1)
            )
            if version_id is None:
                return False
            passages = read.passages_of(session, by, version_id)
        for passage in passages:
            if give_way():
                return True
            self.compare(by, passage)
        with self._database.write() as session:
            session.merge(ConflictsLookedRow(version_id=version_id, rules=RULES))
        return True

    def compare(self, asker: Asker, passage: Passage) -> None:
        """Keeps what the passages nearest to this one, in other documents, say against it. Raises
        IndexUnavailable, ModelUnavailable."""
        if not lays_down(passage):
            return
        near = self._searching()(SearchQuery(passage.text[:LONGEST]), asker, NEAREST)
        for found in near:
            if found.passage.document_id == passage.document_id:
                continue
            for pair in pairs(passage, found.passage):
                what = pair.decide(self.cosine(*pair.said))
                if what is not None:
                    self._keep(pair.one, pair.other, what)

    def _newest(self, scope: Scope) -> Iterator[Passage]:
        with self._database.read() as session:
            current = [one.current.id for one in read.documents(session, scope) if one.current]
        left = MOST_PASSAGES
        for version_id in sorted(current, reverse=True):
            if left > 0:
                with self._database.read() as session:
                    passages = read.passages_of(session, scope, version_id)[:left]
                left -= len(passages)
                yield from passages

    def cosine(self, one: str, other: str) -> float:
        """Of two sentences. Raises ModelUnavailable."""
        return self._searching().alike([(one, other)])[0]

    def _keep(self, one: Sentence, other: Sentence, what: Differing) -> None:
        if one.passage.version_id > other.passage.version_id:
            one, other, what = other, one, what.turned
        key = pair_key(one.text, other.text)
        with self._database.write() as session:
            row = session.scalar(select(ConflictRow).where(ConflictRow.key == key))
            if row is None:
                row = ConflictRow(key=key)
                session.add(row)
            row.one_version_id, row.one_start, row.one_end = (
                one.passage.version_id, one.start, one.end,
            )  # fmt: skip
            row.other_version_id, row.other_start, row.other_end = (
                other.passage.version_id, other.start, other.end,
            )  # fmt: skip
            row.why = what.why

    def _change(self, scope: Scope, conflict_id: int, dismissed_by: str) -> None:
        if all(one.id != conflict_id for one in self.listed(scope)):
            raise NotFound("This conflict is gone: one of the documents has changed.")
        with self._database.write() as session:
            session.execute(
                update(ConflictRow)
                .where(ConflictRow.id == conflict_id)
                .values(dismissed_by=dismissed_by, changed_at=now())
            )


#: Of a version, words from and to.
_Place = tuple[int, int, int]


def _places(row: Any) -> Iterator[tuple[_Place, _Place]]:
    """Both ways."""
    one = row.one_version_id, row.one_start, row.one_end
    other = row.other_version_id, row.other_start, row.other_end
    yield one, other
    yield other, one


def _stands_in(place: _Place, passage: Passage) -> bool:
    version_id, start, end = place
    return passage.version_id == version_id and passage.start < end and start < passage.end


def _at(session: Session, place: _Place) -> list[int]:
    """The ids of the passages that stand there, in reading order."""
    version_id, start, end = place
    there = PassageRow.version_id == version_id, PassageRow.start < end, PassageRow.end > start
    return list(session.scalars(select(PassageRow.id).where(*there).order_by(PassageRow.ordinal)))
