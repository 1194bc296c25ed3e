"""The receipt of an answer as people read it: what left this machine, to whom, at what price."""

from __future__ import annotations

from assistant.answers.receipt import STOPPED, Call, Purpose, Receipt
from ui.parts.common.text import count, html, listed

NOTHING = "Nothing left this machine."
_FOR = {
    Purpose.COMPOSE: "writing the answer",
    Purpose.REWRITE: "putting the question in full",
    Purpose.JUDGE: "checking the answer",
    Purpose.SEARCH: "finding passages",
}
_NUMBERS = ("Cost", "Time")


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


def requests_html(receipt: Receipt) -> str:
    """A row for each request, or for each try to make one."""
    if not receipt.calls:
        return ""
    priced = any(call.cost is not None for call in receipt.calls)
    head = ["To", "For", "Sent", "Came back", *(["Cost"] if priced else []), "Time", "Result"]
    columns = "".join(f'<th scope="col">{name}</th>' for name in head)
    rows = "".join(_row(call, head) for call in receipt.calls)
    return (
        "<h3>Requests to outside models</h3>"
        '<div class="table-scroll" tabindex="0" role="region" aria-label="Requests to outside '
        f'models"><table class="stack"><thead><tr>{columns}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
    )


def _row(call: Call, head: list[str]) -> str:
    model = f"<br><span class='quiet'>{html(call.model)}</span>" if call.model else ""
    prompt = f"<br><span class='quiet'>instructions: {html(call.prompt_version)}</span>"
    cells = {
        "To": f"{html(call.host).replace('.', '.<wbr>')}{model}",
        "For": f"{_FOR[call.purpose]}{prompt if call.prompt_version else ''}",
        "Sent": _amount(call.sent_characters, call.sent_tokens, call.tokens_estimated),
        "Came back": _amount(call.received_characters, call.received_tokens, call.tokens_estimated),
        "Cost": "" if call.cost is None else html(money(call.cost, call.currency)),
        "Time": f"{call.milliseconds / 1000:.2f} s" if call.milliseconds else "",
        "Result": _result(call),
    }
    filled = "".join(
        f'<td{" class=number" if name in _NUMBERS else ""} data-name="{name}">{cells[name]}</td>'
        for name in head
    )
    return f"<tr>{filled}</tr>"


def _result(call: Call) -> str:
    if call.outcome == STOPPED:
        return "Stopped"
    return html(f"Failed: {call.outcome}") if call.outcome else "Complete"


def _amount(characters: int, tokens: int, estimated: bool) -> str:
    if not characters:
        return "nothing"
    about = "about " if estimated else ""
    said = f"<br><span class='quiet'>{about}{count(tokens, 'token')}</span>" if tokens else ""
    return f"{count(characters, 'character')}{said}"
