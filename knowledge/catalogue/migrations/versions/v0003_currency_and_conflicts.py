"""What documents say of their dates, owner and predecessor; what contradicts what."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.add_column("documents", sa.Column("superseded_by", sa.Integer(), nullable=True))
    op.create_table(
        "statements",
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("changed_by", sa.String(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"], ["versions.id"], name=op.f("fk_statements_version_id")
        ),
        sa.PrimaryKeyConstraint("version_id", "field", name=op.f("pk_statements")),
    )
    op.create_table(
        "conflicts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("one_version_id", sa.Integer(), nullable=False),
        sa.Column("one_start", sa.Integer(), nullable=False),
        sa.Column("one_end", sa.Integer(), nullable=False),
        sa.Column("other_version_id", sa.Integer(), nullable=False),
        sa.Column("other_start", sa.Integer(), nullable=False),
        sa.Column("other_end", sa.Integer(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("dismissed_by", sa.String(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["one_version_id"], ["versions.id"], name=op.f("fk_conflicts_one_version_id")
        ),
        sa.ForeignKeyConstraint(
            ["other_version_id"], ["versions.id"], name=op.f("fk_conflicts_other_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conflicts")),
        sa.UniqueConstraint("key", name=op.f("uq_conflicts_key")),
    )
    for column in ("one_version_id", "other_version_id"):
        op.create_index(op.f(f"ix_conflicts_{column}"), "conflicts", [column], unique=False)
