"""What a question names to the letter: a code that a passage holds, a heading that is all it asks.

Closeness of meaning knows neither: one code is as near as the next, and "What kinds of special
leave are there?" has no word of the section that lists them but its heading.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answering.question.echo import Echo
from knowledge.documents.types import Found
from knowledge.language.codes import codes
from knowledge.language.words import stems

#: What a question for a whole section says beside its heading.
_WHOLE = stems("kind type sort form list detail rule rules all explain summary summarise cover")
#: Words of a heading from which it names one thing.
FEWEST = 2


@dataclass(frozen=True, slots=True)
class Exact:
    codes: frozenset[str]  # those asked for that it holds; none where its heading is asked for
    section: tuple[int, tuple[str, ...]] | None  # version and heading path, where that is asked for
    reason: str  # one sentence, for "How this answer was made" and the log


def exactly_named(asked: str, found: Sequence[Found]) -> Exact | None:
    wanted, own = codes(asked), stems(asked) - _WHOLE
    for item in found:
        held = wanted & codes(item.passage.text)
        if held:
            named = ", ".join(sorted(held))
            return Exact(held, None, f"A passage holds {named}, which is asked for.")
    echo = Echo(asked)
    for item in found:
        heading = stems(echo.heading(item.passage)) if item.passage.heading_path else set()
        heading = {word for word in heading if not word[0].isdigit()}
        if len(heading) >= FEWEST and own and heading - _WHOLE == own:
            return Exact(
                frozenset(), item.passage.section, "A section's heading is what is asked for."
            )
    return None
