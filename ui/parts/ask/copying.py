"""An answer as plain text with its sources, to be taken into an email."""

from __future__ import annotations

from assistant.answering.writing.neutral import without_addresses
from assistant.answers.answer import Answer
from ui.parts.ask.comparison import compared_lines
from ui.parts.ask.evidence import cards


def copy_text(answer: Answer) -> str:
    notices = [answer.notice, *answer.currency] if answer.notice else list(answer.currency)
    lines = [answer.question, "", *notices, answer.text, *compared_lines(answer)]
    shown = [card for card in cards(answer) if card.n]
    if shown:
        lines += ["", "Sources:"]
    for card in shown:
        place = " › ".join(card.heading_path)
        facts = [
            f"{card.title} (version {card.version})",
            place,
            f"page {card.page}" if card.page else "",
            card.period,
        ]
        named = without_addresses(", ".join(fact for fact in facts if fact))
        lines.append(f"[{card.n}] {' '.join(named.split())}")
    return "\n".join(lines)
