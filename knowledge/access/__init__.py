"""Who may see and do what, and why. The only place that decides; every read and write asks here."""

from knowledge.access.scope import (
    Asker,
    Grant,
    Person,
    Role,
    Scope,
    System,
    Verb,
    on_this_machine,
    scope_for,
    system,
)

__all__ = [
    "Asker",
    "Grant",
    "Person",
    "Role",
    "Scope",
    "System",
    "Verb",
    "on_this_machine",
    "scope_for",
    "system",
]
