"""The lines on a document's first page that say whose it is and since when."""

from __future__ import annotations

import re

_LINE = re.compile(
    r"^\W*(?:document |policy )?(?:owner|author|in force|effective|(?:next |last )?review|replaces|"
    r"reference|supersedes|version|date|issued|published|approved|last updated|status)\b"
    r"[^|:]{0,30}[|:]|^(?:[\d.]+ )?(?:it|this \w+) (?:replaces|supersedes)\b",
    re.IGNORECASE,
)


def is_cover_line(line: str) -> bool:
    """ "Owner | Finance Directorate", "Review by: May 2027", "This policy replaces …"."""
    return bool(_LINE.match(line))


def is_cover(text: str) -> bool:
    """Whether all its lines are such."""
    return all(map(is_cover_line, text.split("\n")))
