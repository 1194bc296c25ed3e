"""Where another page begins within a passage is stored with it, of what was loaded before, too."""

import sqlalchemy as sa
from alembic import op

from knowledge.catalogue.read import unpack_block
from knowledge.catalogue.tables import Turns
from knowledge.documents.blocks import page_turns

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.add_column(
        "passages", sa.Column("page_turns", sa.JSON(), nullable=False, server_default="[]")
    )
    tables = sa.MetaData()
    tables.reflect(op.get_bind(), only=["versions", "passages"], resolve_fks=False)
    versions, passages = tables.tables["versions"].c, tables.tables["passages"]
    own = sa.select(passages.c.id, passages.c.start, passages.c.end)
    change = (
        sa.update(passages)
        .where(passages.c.id == sa.bindparam("passage"))
        .values(page_turns=sa.bindparam("turns", type_=Turns()))
    )
    # One version at a time: the texts of a library may be more than the memory holds.
    for version_id in op.get_bind().scalars(sa.select(versions.id)).all():
        query = sa.select(versions.text, versions.blocks).where(versions.id == version_id)
        text, packed = op.get_bind().execute(query).one()
        blocks = [unpack_block(one, text) for one in packed]
        rows = op.get_bind().execute(own.where(passages.c.version_id == version_id)).all()
        found = [
            {"passage": one, "turns": turns}
            for one, start, end in rows
            if (turns := page_turns(blocks, start, end))
        ]
        if found:
            op.get_bind().execute(change, found)
