"""What a file says of itself: dates as ISO strings, titles worth showing."""

from __future__ import annotations

import re
from collections.abc import Mapping

from knowledge.language.dates import written_date
from knowledge.readers.formats import supported

_KEYS = {
    "title": "title",
    "owner": "owner",
    "author": "author",
    "effectivefrom": "effective_from",
    "effectivedate": "effective_from",
    "reviewby": "review_by",
    "reviewdate": "review_by",
    "supersedes": "supersedes",
    "created": "created",
    "modified": "modified",
}
_DATES = ("effective_from", "review_by", "created", "modified")
# Titles that programs leave behind, and file names.
_POOR_TITLE = re.compile(
    r"^(untitled.*|document\d*|microsoft word.*|powerpoint presentation|title"
    r"|(?:slide|page|heading) ?\d*"
    r"|.*\.(doc|indd|rtf|qxd|tex|dvi|pmd|wpd)|[\W\d_]*)$",
    re.IGNORECASE,
)


def known(stated: Mapping[str, str]) -> dict[str, str]:
    """The properties that Bernard keeps, under its own keys. Dates that are none are left out."""
    kept: dict[str, str] = {}
    for name, value in stated.items():
        key = _KEYS.get(re.sub(r"[^a-z]", "", name.lower()))
        if key in _DATES:
            value = iso_date(value)
        if key and value.strip():
            kept.setdefault(key, value.strip())
    return kept


def iso_date(value: str) -> str:
    """ "2026-04-01" for the ways people write a day, or a day and its time; else empty."""
    value = value.strip(" \"'")
    days = written_date(value) or written_date(value[:10])
    return days.first.isoformat() if days and days.first == days.last else ""


def good_title(title: str | None) -> str:
    """The title, or nothing where a program left it behind."""
    title = " ".join((title or "").split())
    poor = len(title) < 3 or supported(title) or _POOR_TITLE.match(title)
    return "" if poor else title
