"""How an answer was made: what was searched, what was found and why, by whom it was worded."""

from __future__ import annotations

from assistant.answers import Answer
from knowledge.types import Found, Reason
from ui.parts.text import count, html

_WHY = {"words": "by its words", "meaning": "by its meaning"}
_STEPS = {"first_piece": "first words after", "answer": "finished after"}


def how_made_html(answer: Answer) -> str:
    facts = [
        ("Searched for", answer.query or answer.question),
        ("Worded by", _worded_by(answer)),
        ("Time", _times(answer.times_ms)),
        ("Tokens", ", ".join(f"{n:,} {kind}" for kind, n in answer.tokens.items())),
        ("Result", answer.status.value),
    ]
    rows = "".join(f"<dt>{name}</dt><dd>{html(value)}</dd>" for name, value in facts if value)
    return (
        '<details class="how"><summary>How this answer was made</summary>'
        f"<dl>{rows}</dl>{_found(answer.found)}</details>"
    )


def _worded_by(answer: Answer) -> str:
    if answer.mode == "embedded" or not answer.model:
        return "nobody: these are the documents' own words"
    return f"{answer.model}, prompt {answer.prompt_version}"


def _times(times_ms: dict[str, float]) -> str:
    said = [
        f"{_STEPS.get(name, name.replace('_', ' '))} {milliseconds:,.0f} ms"
        for name, milliseconds in times_ms.items()
    ]
    return ", ".join(said)


def _found(found: tuple[Found, ...]) -> str:
    if not found:
        return "<p>No passage was found.</p>"
    rows = "".join(
        f'<tr><td class="number">{n}</td><td>{html(each.passage.title)}'
        f"<br><span class='quiet'>{html(' › '.join(each.passage.heading_path))}</span></td>"
        f'<td class="number">{each.score:.3f}</td>'
        f"<td>{html('; '.join(map(_reason, each.reasons)))}</td></tr>"
        for n, each in enumerate(found, start=1)
    )
    return (
        f"<p>{count(len(found), 'passage')} found, best first:</p>"
        '<div class="table-scroll" tabindex="0" role="region" aria-label="Passages found"><table>'
        '<thead><tr><th scope="col">Rank</th><th scope="col">Passage</th>'
        '<th scope="col">Score</th><th scope="col">Why it was found</th></tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
    )


def _reason(reason: Reason) -> str:
    return f"{_WHY.get(reason.by, reason.by)} (rank {reason.rank}, {reason.score:.2f})"
