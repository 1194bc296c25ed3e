from assistant.record.tables import Base
from knowledge.catalogue.sqlite.database import run_migrations

run_migrations(Base.metadata)
