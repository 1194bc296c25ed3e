"""Parts of answers, as tests write them."""

from __future__ import annotations

from assistant.answers.parts import Claim, Mark, Paragraph, Part, Quote, Run


def written(*runs: Run) -> tuple[Part, ...]:
    """One paragraph of these sentences."""
    return (Paragraph((runs,)),)


def quoted(*claims: Claim) -> tuple[Part, ...]:
    return tuple(Quote(claim) for claim in claims)


def marked(n: int, text: str) -> tuple[Mark, ...]:
    """Source n behind the text."""
    return (Mark(len(text), n),)
