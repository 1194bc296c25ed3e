"""What each person has used of the chat models, by day: for their budget."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "model_usage",
        sa.Column("reader", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("tokens", sa.Integer(), nullable=False),
        sa.Column("cost_millionths", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("reader", "day", name=op.f("pk_model_usage")),
    )
