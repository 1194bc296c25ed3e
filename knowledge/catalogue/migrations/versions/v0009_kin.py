"""By what a text is found that another is like; and the document that it is like, by its number."""

import sqlalchemy as sa
from alembic import op

from knowledge.documents.likeness import WordPairs

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.add_column("statements", sa.Column("other_id", sa.Integer(), nullable=True))
    sketches = op.create_table(
        "sketches",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["version_id"], ["versions.id"], name="fk_sketches_version_id"),
        sa.PrimaryKeyConstraint("number", "version_id", name="pk_sketches"),
    )
    op.create_index("ix_sketches_version_id", "sketches", ["version_id"])
    versions = sa.table("versions", sa.column("id"), sa.column("text"))
    # One version at a time: the texts of a library may be more than the memory holds.
    for version_id in op.get_bind().scalars(sa.select(versions.c.id)).all():
        text = sa.select(versions.c.text).where(versions.c.id == version_id)
        found = WordPairs(op.get_bind().scalars(text).one()).sketch
        rows = [{"number": one, "version_id": version_id} for one in found]
        if rows:
            op.bulk_insert(sketches, rows)
