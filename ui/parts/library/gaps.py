"""What the documents do not answer: told to their owner by who asked, closed by a curator."""

from __future__ import annotations

import streamlit as st

from assistant.answers.answer import Answer
from assistant.record.gaps import TELLING, Gaps, Told, Unanswered
from knowledge.access import Scope
from knowledge.errors import BernardError, NotAllowed
from ui.parts.common import trouble
from ui.parts.common.text import clipped, clock, count, day, html

#: Rows drawn; closing some brings up the rest.
SHOWN = 20
#: Characters of a question in the table.
QUESTION_SHOWN = 300


def draw_telling(gaps: Gaps, scope: Scope, exchange_id: int, answer: Answer) -> None:
    """Under an answer that leaves something open: whose the nearest documents are, and the button.
    Nothing under any other."""
    told = gaps.told(scope, exchange_id) if _open(answer) else None
    if told is None and not _open(answer):
        return
    owner = told.owner if told else gaps.owner(scope, answer)
    with st.container(key=f"gap-{exchange_id}"):
        st.html(f"<p>{html(_owner_sentence(owner))}</p>")
        name = "Tell the owner" if owner else "Tell those who look after the library"
        pressed = st.button(name, key=f"tell-{exchange_id}")
        if pressed:
            try:
                told = gaps.tell(scope, exchange_id)
            except BernardError as error:
                trouble.sentence(error.message)
                return
        st.html(_told_html(told, pressed) if told else _before_html(owner))


def draw_table(gaps: Gaps, scope: Scope) -> None:
    """Draws nothing for a reader who is no curator."""
    try:
        listed = gaps.list(scope)
    except NotAllowed:
        return
    st.html('<h2 id="gaps">Questions the documents did not answer</h2>' + overview_html(listed))
    with st.container(key="gaps"):
        for gap in listed[:SHOWN]:
            _row(gaps, scope, gap)
    if len(listed) > SHOWN:
        st.html(f"<p>{SHOWN} of {count(len(listed), 'question')} shown, the newest first.</p>")


def overview_html(listed: list[Unanswered]) -> str:
    if not listed:
        return (
            "<p>None is open. A question comes here when someone presses “Tell the owner” under an "
            "answer that the documents did not give.</p>"
        )
    return (
        f'<p class="overview">{count(len(listed), "question")} open</p>'
        "<p>People sent these with “Tell the owner”. Their words are kept for the owner of the "
        "nearest documents; they may hold personal data. “Done” takes a question off this list, "
        "and who asked sees that it was closed.</p>"
    )


def cells_html(gap: Unanswered) -> tuple[str, str, str, str]:
    """Question, date, nearest document and owner, each with its name above it."""
    lacking = f'<br><span class="quiet">{html(gap.missing)}</span>' if gap.missing else ""
    near = "None was near"
    if gap.nearest:
        place = gap.nearest[0]
        address = f"/document?version={place.version_id}&start={place.start}&end={place.end}#words"
        near = f'<a href="{html(address)}" target="_self">{html(place.title)}</a>'
    return (
        _cell(
            f"Question {gap.id}",
            f"<strong>{html(clipped(gap.question, QUESTION_SHOWN))}</strong>{lacking}",
        ),
        _cell("Sent on", html(day(gap.told_at.astimezone()))),
        _cell("Nearest document", near),
        _cell("Owner", html(gap.owner or "Nobody is named")),
    )


def _row(gaps: Gaps, scope: Scope, gap: Unanswered) -> None:
    *places, last = st.columns([3.4, 1.5, 1.9, 1.6, 1.5], vertical_alignment="top")
    for place, cell in zip(places, cells_html(gap), strict=True):
        place.html(cell)
    if last.button(f"Done: question {gap.id}", key=f"gap-done-{gap.id}", width="stretch"):
        gaps.close(scope, gap.id)
        st.session_state["done"] = f"Closed: “{clipped(gap.question, 120)}”"
        st.rerun()


def _cell(name: str, value: str) -> str:
    return f'<p><span class="quiet">{name}</span><br>{value}</p>'


def _open(answer: Answer) -> bool:
    if answer.status not in TELLING:
        return False
    return bool(answer.missing) or answer.status is not answer.status.PARTIAL


def _owner_sentence(owner: str) -> str:
    if owner:
        return f"Owner of the nearest documents: {owner}."
    return "Nobody is named as the owner of the nearest documents."


def _before_html(owner: str) -> str:
    who = owner or "those who look after the library"
    return (
        '<p class="quiet">This keeps your question, word for word, for '
        f"{html(who)}, with your user name, the date and the nearest documents, also when you "
        "delete this conversation.</p>"
    )


def _told_html(told: Told, pressed: bool) -> str:
    who = html(told.owner or "Those who look after the library")
    first = "Told already, on" if told.again else "Told on"
    words = f"{first} {html(clock(told.at))}. {who} can see your question in the library."
    if told.done_at:
        words = f"{first} {html(clock(told.at))}; closed on {html(day(told.done_at.astimezone()))}."
    role = ' role="status"' if pressed else ""
    return f'<p class="told"{role}>{words}</p>'
