"""What a question's words go by in the glossary: quick, whatever the size of the library."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.orm import Session

from knowledge.catalogue.read import Allowed
from knowledge.documents.types import VersionState
from knowledge.glossary.entries import EntryState

#: Definitions of one form that are counted: an acronym that every document spells out would cost
#: 10 ms a question in a library of ten thousand.
COUNTED = 200


@dataclass(slots=True)
class Known:
    """A pair of forms that a search may use. `count`: places in documents in force, as far as
    counted."""

    short: str
    long: str
    folded: str
    key: str
    confirmed: bool
    count: int = 0


_DECIDED = text(
    "SELECT short, long, folded, key, state FROM glossary "
    "WHERE folded IN (SELECT value FROM json_each(:folded)) "
    "OR key IN (SELECT value FROM json_each(:keys))"
)
# One look into an index for each form, so that a question without acronyms costs next to nothing.
_SAID = {
    column: text(
        "SELECT value FROM json_each(:forms) WHERE EXISTS "
        f"(SELECT 1 FROM glossary_sightings WHERE {column} = value)"
    )
    for column in ("folded", "key")
}
# CROSS JOIN keeps SQLite from starting at the collection and walking the whole library.
_PLACES = {
    column: text(
        "SELECT s.short, s.long, s.folded, s.key, s.count AS times FROM glossary_sightings s "
        "CROSS JOIN versions v ON v.id = s.version_id CROSS JOIN documents d "
        f"ON d.id = v.document_id WHERE s.{column} = :form "
        f"AND v.state = '{VersionState.PUBLISHED.value}' "
        "AND d.collection_id IN (SELECT value FROM json_each(:collections)) LIMIT :most"
    )
    for column in ("folded", "key")
}


def lookup(
    session: Session, allowed: Allowed, folded: Iterable[str], keys: Iterable[str]
) -> list[Known]:
    """What is confirmed, and what documents in force in these collections suggest and nobody has
    refused, with one of these short or long forms."""
    forms = {"folded": list(folded), "key": list(keys)}
    decided = session.execute(
        _DECIDED, {"folded": json.dumps(forms["folded"]), "keys": json.dumps(forms["key"])}
    ).all()
    refused = {(row.folded, row.key) for row in decided if row.state == EntryState.REFUSED}
    found = {
        (row.folded, row.key): Known(row.short, row.long, row.folded, row.key, True)
        for row in decided
        if row.state == EntryState.CONFIRMED
    }
    collections = json.dumps(list(allowed))
    for column, wanted in forms.items():
        for form in session.scalars(_SAID[column], {"forms": json.dumps(wanted)}).all():
            values = {"form": form, "collections": collections, "most": COUNTED}
            seen: dict[tuple[str, str], Known] = {}
            for row in session.execute(_PLACES[column], values):
                same = row.folded, row.key
                if same not in refused:
                    one = Known(row.short, row.long, *same, confirmed=False)
                    seen.setdefault(same, one).count += row.times
            for same, one in seen.items():
                known = found.setdefault(same, one)
                known.count = max(known.count, one.count)
    return list(found.values())
