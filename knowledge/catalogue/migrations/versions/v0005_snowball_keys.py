"""The keys of long forms are Snowball stems: what was kept with other stems is kept with these."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from knowledge.language.words import stem, words

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    tables = sa.MetaData()
    tables.reflect(op.get_bind(), only=["glossary", "glossary_sightings"], resolve_fks=False)
    _rekey(tables.tables["glossary"], ("folded", "key"), "changed_at")
    _rekey(tables.tables["glossary_sightings"], ("version_id", "folded", "key"), "start")


def _rekey(table: sa.Table, unique: tuple[str, ...], latest: str) -> None:
    """Of two rows that are one now the later stays; their counts are added."""
    kept: dict[tuple[Any, ...], dict[str, Any]] = {}
    for row in op.get_bind().execute(sa.select(table).order_by(latest)).mappings():
        values = {**row, "key": " ".join(map(stem, words(row["long"])))}
        same = tuple(values[column] for column in unique)
        if "count" in values and same in kept:
            values = {**kept[same], "count": kept[same]["count"] + values["count"]}
        kept[same] = values
    op.execute(sa.delete(table))
    if kept:
        op.bulk_insert(table, list(kept.values()))
