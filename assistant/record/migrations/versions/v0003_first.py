"""The oldest tables that are brought up to date; a new database starts with the newest."""

revision = "0003"
down_revision = None
