"""Names of Chroma collections: whose they are, for which model, and since when."""

from __future__ import annotations

import re
import secrets
import time


def new_name(collection_id: int, model: str) -> str:
    slug = re.sub(r"[^A-Za-z0-9]+", "-", model).strip("-")[:60]
    return f"c{collection_id}-{slug}-{int(time.time()):08x}-{secrets.token_hex(4)}"


def made_at(name: str) -> float:
    """When the collection was named, in seconds; 0 for a name that does not say."""
    found = re.search(r"-([0-9a-f]{8})-[0-9a-f]{8}$", name)
    return float(int(found[1], 16)) if found else 0.0
