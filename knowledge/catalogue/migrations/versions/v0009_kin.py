"""A document whose text is nearly another's names that one by its number."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.add_column("statements", sa.Column("other_id", sa.Integer(), nullable=True))
