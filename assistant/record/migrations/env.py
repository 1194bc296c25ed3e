from assistant.record.tables import Base
from knowledge.catalogue.database import run_migrations

run_migrations(Base.metadata)
