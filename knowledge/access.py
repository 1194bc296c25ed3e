"""What a person, or the system, may see and do now, and why.

A Scope is made here and nowhere else, has no default, and travels to every read and write. What it
does not name it does not allow.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from knowledge.documents.types import VersionState
from knowledge.errors import NotAllowed

#: Versions that whoever reads a collection may see: what is in force, and what was, for questions
#: about that time. What waits or was withdrawn is for those who look after it.
_READ = frozenset((VersionState.PUBLISHED, VersionState.SUPERSEDED))


#: Vouched for by nobody but the machine's own login.
THIS_MACHINE = ""


class Role(StrEnum):
    CURATOR = "curator"  # may make collections
    ADMIN = "admin"  # looks after the index, and after what belongs to no collection


@dataclass(frozen=True, slots=True)
class Person:
    """`issuer` and `subject` together are one person; a subject alone is not."""

    issuer: str
    subject: str
    groups: frozenset[str] = frozenset()
    roles: frozenset[Role] = frozenset()

    @property
    def key(self) -> str:
        """What the record knows the person by."""
        return f"{self.issuer}|{self.subject}" if self.issuer else self.subject


class Verb(StrEnum):
    READ = "read"
    CURATE = "curate"  # load, replace, withdraw, restore, correct; reading is part of it


@dataclass(frozen=True, slots=True)
class Grant:
    """One rule that allows: `verb` on one collection, or on every one where it is None."""

    collection_id: int | None
    verb: Verb
    why: str


@dataclass(frozen=True, slots=True)
class Scope:
    """What one person may see and do. None for a set of collections: every one."""

    person: Person
    grants: tuple[Grant, ...] = field(repr=False)

    @property
    def key(self) -> str:
        """What the record knows the person by."""
        return self.person.key

    @property
    def why(self) -> Mapping[int | None, str]:
        """For each collection that may be read (None: every one), the rule that says so."""
        return {one.collection_id: one.why for one in reversed(self.grants)}

    def may_read(self, collection_id: int) -> bool:
        return any(one.collection_id in (None, collection_id) for one in self.grants)

    def may_curate(self, collection_id: int) -> bool:
        return any(
            one.verb is Verb.CURATE and one.collection_id in (None, collection_id)
            for one in self.grants
        )

    def may_see(self, collection_id: int, state: VersionState) -> bool:
        """Whether a version in that state may be seen."""
        if state in _READ:
            return self.may_read(collection_id)
        return self.may_curate(collection_id)

    @property
    def curates(self) -> bool:
        """Whether there is anything that the person looks after."""
        return any(one.verb is Verb.CURATE for one in self.grants)

    def require_curator(self, collection_id: int | None = None) -> None:
        """Raises NotAllowed unless the person curates that collection, or any where none is named:
        then what is listed is for `may_curate` to choose."""
        allowed = self.curates if collection_id is None else self.may_curate(collection_id)
        if not allowed:
            raise NotAllowed(_ONLY_CURATORS)

    def require_maker(self) -> None:
        """Raises NotAllowed unless the person may make a collection."""
        if Role.CURATOR not in self.person.roles:
            raise NotAllowed(_ONLY_CURATORS)

    def require_admin(self) -> None:
        """Raises NotAllowed unless the person looks after this Bernard as a whole."""
        if Role.ADMIN not in self.person.roles:
            raise NotAllowed("Only an administrator can do this. Ask whoever runs Bernard.")


@dataclass(frozen=True, slots=True)
class System:
    """Bernard's own work, which no person asked for: it sees everything and shows it to nobody."""

    why: str
    key = ""

    def may_read(self, collection_id: int) -> bool:
        return True

    def may_curate(self, collection_id: int) -> bool:
        return True

    def may_see(self, collection_id: int, state: VersionState) -> bool:
        return True

    def require_curator(self, collection_id: int | None = None) -> None:
        """It may."""

    def require_admin(self) -> None:
        """It may."""


#: Whoever asks: there is nobody else.
Asker = Scope | System

_ONLY_CURATORS = "Only a curator can change the library. Ask the library's owner."


def scope_for(person: Person, grants: Iterable[Grant]) -> Scope:
    """The person's scope by these grants; nothing without any."""
    return Scope(person, tuple(grants))


def on_this_machine() -> Scope:
    """The one person of a Bernard without sign-in: whoever sits at this machine."""
    person = Person(THIS_MACHINE, "local", roles=frozenset(Role))
    why = "Bernard runs without sign-in, for the one person at this machine."
    return scope_for(person, [Grant(None, Verb.CURATE, why)])


def system(why: str) -> System:
    return System(why)
