"""An answer as plain text with its sources, to be taken into an email."""

from __future__ import annotations

from assistant.answers import Answer
from assistant.steps.neutral import without_addresses
from ui.parts.evidence import cards
from ui.parts.text import day


def copy_text(answer: Answer) -> str:
    lines = [answer.question, "", *([answer.notice] if answer.notice else []), answer.text]
    shown = [card for card in cards(answer) if card.n]
    if shown:
        lines += ["", "Sources:"]
    for card in shown:
        place = " › ".join(card.heading_path)
        facts = [
            f"{card.title} (version {card.version})",
            place,
            f"page {card.page}" if card.page else "",
            f"in force since {day(card.effective_from)}" if card.effective_from else "",
        ]
        named = without_addresses(", ".join(fact for fact in facts if fact))
        lines.append(f"[{card.n}] {' '.join(named.split())}")
    return "\n".join(lines)
