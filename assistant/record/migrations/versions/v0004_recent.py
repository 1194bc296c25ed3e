"""The newest conversations of a person are found without sorting all that they ever had."""

from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.drop_index("ix_conversations_reader", "conversations")
    op.create_index("ix_conversations_recent", "conversations", ["reader", "updated_at"])
