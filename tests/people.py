"""People for the tests, with the rights that a test gives them."""

from __future__ import annotations

from knowledge.access import Grant, Person, Role, Scope, Verb, on_this_machine, scope_for, system

#: The one person of a Bernard without sign-in.
HERE = on_this_machine()
#: Bernard's own work.
BY = system("A test.")
CURATOR, ADMIN = Role.CURATOR, Role.ADMIN


def somebody(
    name: str,
    *,
    reads: tuple[int, ...] = (),
    curates: tuple[int, ...] = (),
    roles: tuple[Role, ...] = (),
) -> Scope:
    """A person of a department with sign-in, and the collections that they have rights on."""
    person = Person("https://id.example", name, roles=frozenset(roles))
    grants = [Grant(one, Verb.READ, "A test says so.") for one in reads]
    grants += [Grant(one, Verb.CURATE, "A test says so.") for one in curates]
    return scope_for(person, grants)


#: Signed in, and nothing more.
STRANGER = somebody("stranger")
