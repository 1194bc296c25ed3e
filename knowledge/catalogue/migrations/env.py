from knowledge.catalogue.sqlite.schema import run_migrations

run_migrations()
