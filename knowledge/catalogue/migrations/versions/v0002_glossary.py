"""The glossary: what curators decided, and what documents suggest."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "glossary",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("short", sa.String(), nullable=False),
        sa.Column("folded", sa.String(), nullable=False),
        sa.Column("long", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=True),
        sa.Column("start", sa.Integer(), nullable=True),
        sa.Column("end", sa.Integer(), nullable=True),
        sa.Column("changed_by", sa.String(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"], ["versions.id"], name=op.f("fk_glossary_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_glossary")),
        sa.UniqueConstraint("folded", "key", name=op.f("uq_glossary_folded_key")),
    )
    op.create_index(op.f("ix_glossary_key"), "glossary", ["key"], unique=False)
    op.create_table(
        "glossary_sightings",
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("folded", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("short", sa.String(), nullable=False),
        sa.Column("long", sa.String(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"], ["versions.id"], name=op.f("fk_glossary_sightings_version_id")
        ),
        sa.PrimaryKeyConstraint("version_id", "folded", "key", name=op.f("pk_glossary_sightings")),
    )
    for column in ("folded", "key"):
        op.create_index(
            op.f(f"ix_glossary_sightings_{column}"), "glossary_sightings", [column], unique=False
        )
