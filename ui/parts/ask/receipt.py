"""The receipt of an answer as people read it: what left this machine, to whom, at what price."""

from __future__ import annotations

from assistant.answers.receipt import STOPPED, Call, Purpose, Receipt
from knowledge.language.wording import count, listed

NOTHING = "Nothing left this machine."
FOR = {
    Purpose.COMPOSE: "writing the answer",
    Purpose.REWRITE: "putting the question in full",
    Purpose.JUDGE: "checking the answer",
    Purpose.SEARCH: "finding passages",
}


def left_sentence(receipt: Receipt) -> str:
    """One sentence: "3,412 characters went to api.openai.com in 1 request."."""
    sent = receipt.sent
    if not sent:
        return NOTHING
    hosts = listed(sorted({call.host for call in sent}))
    characters = count(sum(call.sent_characters for call in sent), "character")
    return f"{characters} went to {hosts} in {count(len(sent), 'request')}."


def tokens_sentence(receipt: Receipt) -> str:
    """Tokens are what a model's use is counted in; empty where none was used."""
    if not receipt.tokens:
        return ""
    sent = sum(call.sent_tokens for call in receipt.calls)
    received = sum(call.received_tokens for call in receipt.calls)
    about = "about " if any(call.tokens_estimated for call in receipt.calls) else ""
    return f"{about}{sent:,} sent, {received:,} received"


def cost_sentence(receipt: Receipt) -> str:
    cost = receipt.cost
    if cost is None:
        return ""
    about = "about " if any(call.tokens_estimated for call in receipt.sent) else ""
    return f"{about}{money(cost, receipt.sent[0].currency)}"


def money(cost: float, currency: str) -> str:
    """`£0.0031`, `£1.20`: as many places as show that a little is not nothing."""
    return f"{currency}{cost:,.2f}" if cost >= 0.1 or not cost else f"{currency}{cost:.4f}"


def outcome(call: Call) -> str:
    if call.outcome == STOPPED:
        return "Stopped"
    return f"Failed: {call.outcome}" if call.outcome else "Complete"
