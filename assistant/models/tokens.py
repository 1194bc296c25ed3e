"""About how many tokens a text is: their tables are a model's own, and would have to be fetched."""

from __future__ import annotations

import math

#: In English, with a margin: running text has 4 to 4.6, tables 3.6, a random word 1.5.
CHARACTERS_A_TOKEN = 3.5


def about(characters: int) -> int:
    """Tokens of so many characters; rather too many than too few."""
    return math.ceil(characters / CHARACTERS_A_TOKEN)
