from knowledge.catalogue.sqlite.database import run_migrations
from knowledge.catalogue.tables import Base

run_migrations(Base.metadata)
