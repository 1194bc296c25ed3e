"""Who may see and do what. The only place that decides; every read and every change asks here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from knowledge.documents.types import Collection
from knowledge.errors import NotAllowed


class Role(StrEnum):
    CURATOR = "curator"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True)
class Reader:
    """A person asking."""

    user_id: str
    groups: frozenset[str] = frozenset()
    roles: frozenset[Role] = frozenset()


#: The one reader of a Bernard without sign-in: the person at this machine.
LOCAL_READER = Reader("local", frozenset(), frozenset({Role.CURATOR, Role.ADMIN}))


def readable(reader: Reader, collections: Iterable[Collection]) -> tuple[Collection, ...]:
    """The collections whose passages `reader` may see: without sign-in, all to the local reader."""
    return tuple(collections) if reader.user_id == LOCAL_READER.user_id else ()


def require_curator(reader: Reader) -> None:
    """Raises NotAllowed unless `reader` may load, replace, withdraw and restore documents."""
    if Role.CURATOR not in reader.roles:
        raise NotAllowed("Only a curator can change the library. Ask the library's owner.")
