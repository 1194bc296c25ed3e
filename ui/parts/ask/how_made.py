"""How an answer was made: what was searched and found and why, who worded it, what left for it."""

from __future__ import annotations

from markupsafe import Markup

from assistant.answers.answer import Answer
from assistant.answers.status import Status, Verdict
from knowledge.documents.types import Reason
from knowledge.language.wording import listed
from ui.parts.ask import receipt
from ui.parts.common.render import render

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
    Verdict.CONTRADICTED: "against its source",
    None: "not checked for meaning",
}


def how_made_html(answer: Answer) -> Markup:
    made = answer.receipt
    tokens = ", ".join(f"{n:,} {kind}" for kind, n in answer.tokens.items())
    unknown = "Not known: this answer is older than Bernard's receipts"
    facts = [
        ("Searched for", answer.query or answer.question),
        ("Result", _result(answer)),
        ("Worded by", _worded_by(answer)),
        ("Statements", _verdicts(answer)),
        ("Sent outside", receipt.left_sentence(made) if made else unknown),
        ("Tokens", receipt.tokens_sentence(made) if made else tokens),
        ("Cost", receipt.cost_sentence(made) if made else ""),
        ("Time", _times(answer.times_ms)),
    ]
    calls = made.calls if made else ()
    # Statements whose mark was wrong or missing, and which the documents support all the same;
    # those that they do not are said under the answer.
    put_right = [one for one in answer.claims if one.note and one.verdict is Verdict.SUPPORTED]
    return render(
        "ask/how_made",
        facts=facts,
        put_right=put_right,
        calls=calls,
        priced=any(call.cost is not None for call in calls),
        purposes=receipt.FOR,
        money=receipt.money,
        outcome=receipt.outcome,
        found=answer.found,
        reason=_reason,
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
    """`3: 2 found in its source, 1 not found`."""
    total = len(answer.claims)
    if not total:
        return ""
    counted = [
        f"{number} {words}"
        for verdict, words in _VERDICTS.items()
        if (number := sum(claim.verdict == verdict for claim in answer.claims))
    ]
    return f"{total}: {listed(counted)}"


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


def _reason(reason: Reason) -> str:
    if reason.by in ("number", "title"):
        return f"named by its {reason.by}"
    why = _WHY.get(reason.by, reason.by)
    return f"{_ordinal(reason.rank)} {why} ({reason.score:.2f})"


def _ordinal(number: int) -> str:
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{'th' if 10 < number % 100 < 14 else ending}"
