"""How each document stands, held to its versions by the database; batches that belong together."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

# SQLite takes a generated column with a foreign key only as SQL, and only beside a table that has
# it: nothing large is copied.
_IN_FORCE_ID = (
    "ALTER TABLE versions ADD COLUMN in_force_id INTEGER "
    "GENERATED ALWAYS AS (CASE state WHEN 'published' THEN id END) VIRTUAL "
    "CONSTRAINT fk_versions_in_force_id REFERENCES standings (version_id) "
    "DEFERRABLE INITIALLY DEFERRED"
)
# Before this table a change that was cut short could leave a document with nothing in force: its
# newest version that was ever in force is superseded, and what superseded it is only staged.
_STANDINGS = """
WITH seen AS (
    SELECT d.id AS document_id,
        (SELECT v.id FROM versions v WHERE v.document_id = d.id AND v.state = 'published')
            AS current,
        (SELECT v.state FROM versions v WHERE v.document_id = d.id
            AND v.state IN ('superseded', 'withdrawn') ORDER BY v.number DESC LIMIT 1) AS newest,
        EXISTS (SELECT 1 FROM versions v WHERE v.document_id = d.id AND v.state = 'withdrawn')
            AS withdrawn,
        EXISTS (SELECT 1 FROM versions v JOIN jobs j ON j.version_id = v.id AND j.state = 'loaded'
            WHERE v.document_id = d.id AND v.state = 'staged') AS waits,
        EXISTS (SELECT 1 FROM versions v WHERE v.document_id = d.superseded_by
            AND v.state <> 'staged') AS succeeded
    FROM documents d
),
standing AS (
    SELECT document_id, current, CASE
        WHEN current IS NOT NULL THEN 'in-force'
        WHEN newest IS NULL AND waits THEN 'waiting'
        WHEN newest IS NULL THEN NULL
        WHEN newest = 'withdrawn' OR (withdrawn AND NOT waits) THEN 'withdrawn'
        WHEN succeeded THEN 'superseded'
        ELSE 'lost' END AS standing
    FROM seen
)
INSERT INTO standings
    (document_id, standing, version_id, version_state, why, changed_by, changed_at)
SELECT document_id, standing, current, 'published', 'The catalogue had it so.', '',
    CURRENT_TIMESTAMP
FROM standing WHERE standing IS NOT NULL
"""
# What is put off brings back what it took the place of: the version before it, and the newest of a
# document that its own succeeds.
_SUPERSEDED_BY = """
UPDATE versions SET superseded_by = coalesce(
    (SELECT later.id FROM versions later WHERE later.document_id = versions.document_id
        AND later.state = 'superseded' AND later.number > versions.number
        ORDER BY later.number LIMIT 1),
    (SELECT current.id FROM versions current WHERE current.document_id = versions.document_id
        AND current.state = 'published'),
    (SELECT current.id FROM versions current JOIN documents d ON d.id = versions.document_id
        WHERE current.document_id = d.superseded_by AND current.state = 'published'))
WHERE state = 'superseded'
"""


def upgrade() -> None:
    op.create_index("uq_versions_standing", "versions", ["document_id", "id", "state"], unique=True)
    op.create_table(
        "standings",
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("standing", sa.String(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=True),
        sa.Column("version_state", sa.String(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("changed_by", sa.String(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint(
            "(standing = 'in-force') = (version_id IS NOT NULL)", name=op.f("ck_standings_says_why")
        ),
        sa.CheckConstraint("version_state = 'published'", name=op.f("ck_standings_version_state")),
        sa.ForeignKeyConstraint(
            ["document_id"], ["documents.id"], name=op.f("fk_standings_document_id")
        ),
        sa.ForeignKeyConstraint(
            ["document_id", "version_id", "version_state"],
            ["versions.document_id", "versions.id", "versions.state"],
            name="fk_standings_version",
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_standings")),
        sa.UniqueConstraint("version_id", name=op.f("uq_standings_version_id")),
    )
    op.execute(_STANDINGS)
    op.execute(_IN_FORCE_ID)
    op.create_index(op.f("ix_versions_in_force_id"), "versions", ["in_force_id"])
    op.add_column("versions", sa.Column("superseded_by", sa.Integer(), nullable=True))
    op.create_index(op.f("ix_versions_superseded_by"), "versions", ["superseded_by"])
    op.execute(_SUPERSEDED_BY)
    op.add_column(
        "jobs", sa.Column("together", sa.Boolean(), nullable=False, server_default=sa.false())
    )
