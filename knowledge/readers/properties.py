"""What a file says of itself: dates as ISO strings, titles worth showing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime

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
_WRITTEN = ("%Y-%m-%d", "%d %B %Y", "%d %b %Y", "%d/%m/%Y", "%B %d, %Y")
# Titles that programs leave behind, and file names.
_POOR_TITLE = re.compile(
    r"^(untitled.*|document\d*|microsoft word.*|powerpoint presentation|title"
    r"|(?:slide|page|heading) ?\d*"
    r"|.*\.(docx?|odt|pdf|html?|indd|rtf|qxd|txt|tex|dvi|pmd|wpd)|[\W\d_]*)$",
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
    """ "2026-04-01" for the ways people write it; empty where it is no date."""
    value = value.strip().strip("\"'")
    for form in _WRITTEN:
        try:
            return datetime.strptime(value, form).date().isoformat()
        except ValueError:
            continue
    try:
        return date.fromisoformat(value[:10]).isoformat()
    except ValueError:
        return ""


def good_title(title: str | None) -> str:
    """The title, or nothing where a program left it behind."""
    title = " ".join((title or "").split())
    return "" if len(title) < 3 or _POOR_TITLE.match(title) else title
