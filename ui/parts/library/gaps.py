"""What the documents do not answer: told to their owner by who asked, closed by a curator."""

from __future__ import annotations

import streamlit as st
from markupsafe import Markup

from assistant.answers.answer import Answer
from assistant.answers.status import Status
from assistant.record.gaps import TELLING, Gaps, Unanswered
from knowledge.access import Scope
from knowledge.language.wording import count
from ui.parts.common.messages import problems_said, tell
from ui.parts.common.render import part
from ui.parts.common.text import clipped

#: Rows drawn; closing some brings up the rest.
SHOWN = 20


def draw_telling(gaps: Gaps, scope: Scope, exchange_id: int, answer: Answer) -> None:
    """Under an answer that leaves something open: whose the nearest documents are, and the button.
    Nothing under any other."""
    if answer.status not in TELLING or (answer.status is Status.PARTIAL and not answer.missing):
        return
    told = gaps.told(scope, exchange_id)
    owner = told.owner if told else gaps.owner(scope, answer)
    with st.container(key=f"gap-{exchange_id}"), problems_said():
        st.html(part("library/gaps", "owner", name=owner))
        name = "Tell the owner" if owner else "Tell those who look after the library"
        pressed = st.button(name, key=f"tell-{exchange_id}")
        if pressed:
            told = gaps.tell(scope, exchange_id)
        if told:
            st.html(part("library/gaps", "told", told=told, pressed=pressed))
        else:
            st.html(part("library/gaps", "before", owner=owner))


def draw_table(gaps: Gaps, scope: Scope) -> None:
    listed = gaps.list(scope)
    st.html(part("library/gaps", "overview", listed=listed))
    with st.container(key="gaps"):
        for gap in listed[:SHOWN]:
            _row(gaps, scope, gap)
    if len(listed) > SHOWN:
        st.html(f"<p>{SHOWN} of {count(len(listed), 'question')} shown, the newest first.</p>")


def cells_html(gap: Unanswered) -> list[Markup]:
    """Question, date, nearest document and owner, each with its name above it."""
    names = ("question", "sent", "nearest", "whose")
    return [part("library/gaps", name, gap=gap) for name in names]


def _row(gaps: Gaps, scope: Scope, gap: Unanswered) -> None:
    *places, last = st.columns([3.4, 1.5, 1.9, 1.6, 1.5], vertical_alignment="top")
    for place, cell in zip(places, cells_html(gap), strict=True):
        place.html(cell)
    if last.button(f"Done: question {gap.id}", key=f"gap-done-{gap.id}", width="stretch"):
        gaps.close(scope, gap.id)
        tell(f"Closed: “{clipped(gap.question, 120)}”")
