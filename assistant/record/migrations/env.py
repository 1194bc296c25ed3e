from assistant.record.tables import RecordBase
from knowledge.catalogue.sqlite.database import run_migrations

run_migrations(RecordBase.metadata)
