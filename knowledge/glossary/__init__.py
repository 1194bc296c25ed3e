"""The department's acronyms: suggested by its documents, decided by its curators."""
