"""People, as whoever vouches for them knows them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

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
