"""The statements that versions make of themselves: noted when a version is staged."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from knowledge.access import Asker
from knowledge.catalogue.tables import StatementRow, VersionRow, now
from knowledge.documents.statements import Field, Statement, find_statements

SUGGESTED, CONFIRMED, REFUSED = "suggested", "confirmed", "refused"

#: An author that may own a policy is a body, not a person.
_BODY = re.compile(
    r"\b(?:team|directorate|unit|office|officer|department|division|branch|group|services?|"
    r"committee|board|ministry|directors?|agency|management)\b",
    re.I,
)


def stated(
    text: str, properties: Mapping[str, str], by_its_text: Statement | None = None
) -> list[Statement]:
    """What the opening lines say and, where they are silent, the document's own properties or its
    text as a whole."""
    found = {one.field: one for one in find_statements(text)}
    author = properties.get("owner") or properties.get("author", "")
    for field, value in (
        (Field.OWNER, author if _BODY.search(author) else ""),
        (Field.REPLACES, properties.get("supersedes", "")),
    ):
        if value:
            found.setdefault(field, Statement(field, value, 0, 0))
    if by_its_text is not None:
        found.setdefault(by_its_text.field, by_its_text)
    return list(found.values())


def note(by: Asker, session: Session, version_id: int, said: Iterable[Statement]) -> None:
    """Keeps what the version says of itself, in place of what only its words suggested before."""
    own = StatementRow.version_id == version_id
    by_words = StatementRow.other_id.is_(None)
    session.execute(delete(StatementRow).where(own, by_words, StatementRow.state == SUGGESTED))
    decided = set(session.scalars(select(StatementRow.field).where(own)))
    session.add_all(
        StatementRow(
            version_id=version_id,
            field=one.field,
            value=one.value,
            start=one.start,
            end=one.end,
            state=SUGGESTED,
            other_id=one.other_id,
        )
        for one in said
        if one.field not in decided
    )


def decide(
    by: Asker,
    session: Session,
    version_id: int,
    fields: Iterable[Field],
    state: str,
    before: str = SUGGESTED,
) -> None:
    """What is still suggested of these is confirmed or refused; or what was, is suggested again."""
    session.execute(
        update(StatementRow)
        .where(
            StatementRow.version_id == version_id,
            StatementRow.field.in_(list(fields)),
            StatementRow.state == before,
        )
        .values(state=state, changed_by=by.key, changed_at=now())
    )


def note_again(by: Asker, session: Session, version_id: int) -> None:
    """From the version's text alone: for versions loaded before statements were kept."""
    text = session.scalars(select(VersionRow.text).where(VersionRow.id == version_id)).one()
    note(by, session, version_id, stated(text, {}))
