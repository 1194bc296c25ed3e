"""Codes: what is named by letters and figures together ("LT-4470", "SC 27", "GH1", "BX-217/3")."""

from __future__ import annotations

import re

_CODE = re.compile(
    r"(?<![\w/-])(?:[A-Z]{1,5}-?\d{1,6}(?:[-/][A-Z\d]{1,6}){0,3}[A-Z]?|[A-Z]{1,5} \d{2,6}[A-Z]?)"
    r"(?![\w/-])"
)


def codes(text: str) -> frozenset[str]:
    """In capitals, without what stands between letters and figures: "LT 4470" is "LT-4470"."""
    return frozenset(re.sub(r"[ /-]", "", match[0]) for match in _CODE.finditer(text))
