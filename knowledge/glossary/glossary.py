"""The glossary as curators work with it: every call says who asks."""

from __future__ import annotations

from sqlalchemy import ColumnElement, delete, select

from knowledge.access import Scope
from knowledge.catalogue import read
from knowledge.catalogue.sqlite.database import Database
from knowledge.catalogue.tables import GlossaryRow, now
from knowledge.errors import NotFound
from knowledge.glossary.entries import Entry, EntryState, entries, note, versions_in_force
from knowledge.glossary.forms import TermPair, given
from knowledge.glossary.mining import find_definitions

_ORDER = list(EntryState)


class Glossary:
    """A confirmed entry is the department's: it widens everybody's searches. What is only suggested
    stays with those who may see a document that says it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def entries(self, scope: Scope) -> list[Entry]:
        """Suggestions first, what documents say most often first. Raises NotAllowed."""
        scope.require_curator()
        with self._database.read() as session:
            found = entries(session, read.visible(session, scope))
        return sorted(found, key=lambda one: (_ORDER.index(one.state), -one.count, one.folded))

    def find(self, scope: Scope, short: str, long: str = "") -> Entry:
        """The entry of these forms. Without a long form: the only one, suggestions first. Raises
        NotFound; several: says which."""
        pair = TermPair(short.strip(), long)
        matches = [
            one
            for one in self.entries(scope)
            if one.folded == pair.folded and (not long or one.key == pair.key)
        ]
        if not matches:
            said = f"{pair.short} ({long})" if long else pair.short
            raise NotFound(f"The glossary does not hold “{said}”. Nothing was changed.")
        if len(matches) > 1:
            several = ", ".join(f"“{one.long}” ({one.state})" for one in matches)
            raise NotFound(
                f"{matches[0].short} has several long forms. Say which: {several}. "
                "Nothing was changed."
            )
        return matches[0]

    def add(self, scope: Scope, short: str, long: str) -> Entry:
        """Confirms what a curator typed. Raises BernardError for what cannot be an entry."""
        scope.require_curator()
        return self._decide(scope, given(short, long), EntryState.CONFIRMED)

    def confirm(self, scope: Scope, short: str, long: str = "") -> Entry:
        """Everybody's searches use it from now on."""
        entry = self.find(scope, short, long)
        return self._decide(scope, TermPair(entry.short, entry.long), EntryState.CONFIRMED)

    def refuse(self, scope: Scope, short: str, long: str = "") -> Entry:
        """No search uses it, and no document suggests it again."""
        entry = self.find(scope, short, long)
        return self._decide(scope, TermPair(entry.short, entry.long), EntryState.REFUSED)

    def remove(self, scope: Scope, short: str, long: str = "") -> bool:
        """Forgets the decision. True: documents still say it, so it is a suggestion again."""
        entry = self.find(scope, short, long)
        if entry.state is EntryState.SUGGESTED:
            raise NotFound(
                f"{entry.short} ({entry.long}) is only suggested, so there is nothing to remove. "
                "Refuse it and it is not suggested again."
            )
        with self._database.write() as session:
            session.execute(delete(GlossaryRow).where(*_same(entry)))
        return bool(entry.places)

    def mine(self, scope: Scope) -> int:
        """Reads every document in force again; returns how many there were. One transaction a
        document, so that loading goes on meanwhile."""
        scope.require_curator()
        with self._database.read() as session:
            wanted = versions_in_force(session, read.visible(session, scope))
        for version_id in wanted:
            with self._database.read() as session:
                found = list(find_definitions(read.text_of(session, scope, version_id)))
            with self._database.write() as session:
                note(scope, session, version_id, found)
        return len(wanted)

    def _decide(self, scope: Scope, pair: TermPair, state: EntryState) -> Entry:
        """The words of `pair` win over the documents' spelling."""
        with self._database.write() as session:
            known = entries(session, read.visible(session, scope), pair.folded)
            row = session.scalar(select(GlossaryRow).where(*_same(pair)))
            if row is None:
                row = GlossaryRow(folded=pair.folded, key=pair.key)
                session.add(row)
            row.short, row.long, row.state = pair.short, pair.long, state.value
            for origin in (one.places[0] for one in known if one.key == pair.key and one.places):
                row.version_id, row.start, row.end = origin.version_id, origin.start, origin.end
            row.changed_by, row.changed_at = scope.person.key, now()
        return self.find(scope, pair.short, pair.long)


def _same(forms: TermPair | Entry) -> tuple[ColumnElement[bool], ...]:
    return GlossaryRow.folded == forms.folded, GlossaryRow.key == forms.key
