"""Characters that a person does not see and a model reads."""

from __future__ import annotations

import unicodedata

from knowledge.language.clean import clean_characters

#: Soft hyphens, joiners, byte-order marks: what pasting from a page leaves behind by itself. More
#: of them than this is no accident.
_BY_ACCIDENT = frozenset("\xad\u200b\u200c\u200d\u2060\ufeff\u200e\u200f")
MOST_BY_ACCIDENT = 8


def uncover(text: str) -> tuple[str, bool]:
    """The text as a person sees it, and whether what was hidden in it mattered: words written in
    invisible letters, turned reading direction, or hidden characters in number."""
    seen = clean_characters(text)
    hidden = [c for c in text if unicodedata.category(c) == "Cf" and c not in seen]
    mattered = any(c not in _BY_ACCIDENT for c in hidden) or len(hidden) > MOST_BY_ACCIDENT
    return seen, mattered
