"""How an answer was made: what was searched and found and why, who worded it, what left for it."""

from __future__ import annotations

from assistant.answers.answer import (Answer)
from assistant.answers.status import (Status, Verdict)
from knowledge.documents.types import Found, Reason
from ui.parts.ask.receipt import cost_sentence, left_sentence, requests_html, tokens_sentence
from ui.parts.common.text import clipped, count, html, listed

_WHY = {
    "words": "by its words",
    "meaning": "by its meaning",
    "reranking": "by the reranking server",
}
_STEPS = {
    "screen": "reading the question",
    "understand": "reading the conversation",
    "search": "searching",
    "judge": "judging what was found",
    "compose": "writing",
    "verify": "checking",
}
#: A step that took less is not named: it would be 0.00 s.
SHORTEST_MS = 5.0
#: Characters shown of a statement whose mark was put right.
STATEMENT_SHOWN = 200
_RESULTS = {
    Status.ANSWERED: "Answered",
    Status.PARTIAL: "Answered in part",
    Status.UNSURE: "Not sure that the documents answer this",
    Status.NOT_COVERED: "The documents do not answer this",
    Status.CLARIFY: "Asked back, because the answer depends on it",
    Status.STOPPED: "Stopped",
    Status.ERROR_MODEL: "The language model failed in the middle",
    Status.ERROR_INDEX: "The search index did not answer",
    Status.ERROR_INTERNAL: "Something in Bernard failed",
}
_VERDICTS = {
    Verdict.SUPPORTED: "found in its source",
    Verdict.PARTLY: "found in part",
    Verdict.UNSUPPORTED: "not found",
}


def how_made_html(answer: Answer) -> str:
    facts = [
        ("Searched for", answer.query or answer.question),
        ("Result", _result(answer)),
        ("Worded by", _worded_by(answer)),
        ("Statements", _verdicts(answer)),
        ("Sent outside", _left(answer)),
        ("Tokens", tokens_sentence(answer.receipt) if answer.receipt else _tokens(answer)),
        ("Cost", cost_sentence(answer.receipt) if answer.receipt else ""),
        ("Time", _times(answer.times_ms)),
    ]
    rows = "".join(f"<dt>{name}</dt><dd>{html(value)}</dd>" for name, value in facts if value)
    requests = requests_html(answer.receipt) if answer.receipt else ""
    return (
        '<details class="how"><summary>How this answer was made</summary>'
        f"<dl>{rows}</dl>{_put_right(answer)}{requests}{_found(answer.found)}</details>"
    )


def _result(answer: Answer) -> str:
    result = _RESULTS.get(answer.status, "Not searched: the question was stopped before")
    return f"{result}. {answer.reason}" if answer.reason else f"{result}."


def _worded_by(answer: Answer) -> str:
    if answer.status.value.startswith("blocked-"):
        return ""
    if answer.mode == "embedded" or not answer.model:
        return "Nobody: these are the documents' own words"
    return f"The language model {answer.model}, with the instructions “{answer.prompt_version}”"


def _verdicts(answer: Answer) -> str:
    """`3 checked: 2 found in its source, 1 not found`."""
    total = len(answer.claims)
    if not total:
        return ""
    counted = [
        f"{number} {words}"
        for verdict, words in _VERDICTS.items()
        if (number := sum(claim.verdict == verdict for claim in answer.claims))
    ]
    return f"{total} checked: {listed(counted)}"


def _put_right(answer: Answer) -> str:
    """Statements whose mark was wrong or missing, and which the documents support all the same;
    those that they do not are said under the answer."""
    items = "".join(
        f"<li>“{html(clipped(claim.text, STATEMENT_SHOWN))}” {html(claim.note)}</li>"
        for claim in answer.claims
        if claim.note and claim.verdict is Verdict.SUPPORTED
    )
    return f"<h3>Marks put right</h3><ul class='put-right'>{items}</ul>" if items else ""


def _left(answer: Answer) -> str:
    if answer.receipt is None:
        return "Not known: this answer is older than Bernard's receipts"
    return left_sentence(answer.receipt)


def _tokens(answer: Answer) -> str:
    return ", ".join(f"{n:,} {kind}" for kind, n in answer.tokens.items())


def _times(times_ms: dict[str, float]) -> str:
    steps = [
        f"{words} {_seconds(times_ms[name])}"
        for name, words in _STEPS.items()
        if times_ms.get(name, 0.0) >= SHORTEST_MS
    ]
    whole = [
        f"{words} after {_seconds(times_ms[name])}"
        for name, words in (("first_piece", "first words"), ("answer", "finished"))
        if name in times_ms
    ]
    said = "; ".join(", ".join(part) for part in (steps, whole) if part)
    return f"{said[:1].upper()}{said[1:]}"


def _seconds(milliseconds: float) -> str:
    return f"{milliseconds / 1000:.2f} s"


def _found(found: tuple[Found, ...]) -> str:
    if not found:
        return "<p>No passage was found.</p>"
    rows = "".join(
        f'<tr><td class="number" data-name="Place">{n}</td>'
        f'<td data-name="Passage">{html(each.passage.title)}'
        f"<br><span class='quiet'>{html(' › '.join(each.passage.heading_path))}</span></td>"
        f'<td class="number" data-name="Score">{each.score:.3f}</td>'
        f'<td data-name="Why it was found">{"<br>".join(map(_reason, each.reasons))}</td></tr>'
        for n, each in enumerate(found, start=1)
    )
    return (
        f"<h3>{count(len(found), 'passage')} found, the nearest first</h3>"
        '<div class="table-scroll" tabindex="0" role="region" aria-label="Passages found">'
        '<table class="stack"><thead><tr><th scope="col">Place</th><th scope="col">Passage</th>'
        '<th scope="col">Score</th><th scope="col">Why it was found</th></tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
    )


def _reason(reason: Reason) -> str:
    if reason.by in ("number", "title"):
        return f"named by its {reason.by}"
    why = _WHY.get(reason.by, html(reason.by))
    return f"{_ordinal(reason.rank)} {why} ({reason.score:.2f})"


def _ordinal(number: int) -> str:
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{'th' if 10 < number % 100 < 14 else ending}"
