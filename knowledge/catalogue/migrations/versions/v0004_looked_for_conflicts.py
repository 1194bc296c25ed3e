"""Which versions were held to the other documents in force, and by which rules."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "conflicts_looked",
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("rules", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"], ["versions.id"], name=op.f("fk_conflicts_looked_version_id")
        ),
        sa.PrimaryKeyConstraint("version_id", name=op.f("pk_conflicts_looked")),
    )
