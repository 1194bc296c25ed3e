"""An answer as plain text with its sources, to be taken into an email."""

from __future__ import annotations

from assistant.answering.writing.neutral import without_addresses
from assistant.answers.answer import Answer
from ui.parts.ask.comparison import compared_lines
from ui.parts.ask.evidence import cards


def copy_text(answer: Answer) -> str:
    notices = [answer.notice] if answer.notice else []
    lines = [answer.question, "", *notices, *answer.currency, answer.text, *compared_lines(answer)]
    shown = [card for card in cards(answer) if card.n]
    if shown:
        lines += ["", "Sources:"]
    for card in shown:
        at = card.place
        page = f"page {at.page}" if at.page else ""
        heading = " › ".join(at.heading_path)
        facts = [f"{at.title} (version {at.version})", heading, page, card.period]
        named = without_addresses(", ".join(filter(None, facts)))
        lines.append(f"[{card.n}] {' '.join(named.split())}")
    return "\n".join(lines)
