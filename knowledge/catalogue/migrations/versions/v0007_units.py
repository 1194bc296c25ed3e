"""What may be quoted of a passage is stored with it, of what was loaded before, too."""

import sqlalchemy as sa
from alembic import op

from knowledge.catalogue.read import unpack_block
from knowledge.catalogue.tables import Units
from knowledge.documents.blocks import Reading
from knowledge.documents.units import find_units

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.add_column("passages", sa.Column("units", sa.JSON(), nullable=False, server_default="[]"))
    tables = sa.MetaData()
    tables.reflect(op.get_bind(), only=["versions", "passages"], resolve_fks=False)
    versions, passages = tables.tables["versions"].c, tables.tables["passages"]
    change = (
        sa.update(passages)
        .where(passages.c.id == sa.bindparam("passage"))
        .values(units=sa.bindparam("found", type_=Units()))
    )
    # One version at a time: the texts of a library may be more than the memory holds.
    for version_id in op.get_bind().scalars(sa.select(versions.id)).all():
        query = sa.select(versions.text, versions.blocks).where(versions.id == version_id)
        text, packed = op.get_bind().execute(query).one()
        reading = Reading(text, [unpack_block(one, text) for one in packed])
        rows = (
            op.get_bind()
            .execute(sa.select(passages).where(passages.c.version_id == version_id))
            .all()
        )
        found = [
            {"passage": at.id, "found": find_units(reading, at.start, at.end, at.heading_path)}
            for at in rows
        ]
        if found:
            op.get_bind().execute(change, found)
