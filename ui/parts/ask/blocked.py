"""A question that was stopped for the personal data in it: change it, or choose how it is asked."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from assistant.answering.question.screen import Policy
from assistant.answers.status import Status
from assistant.record import Exchange

#: Asks a question; `how` goes to the assistant (mode, send_anyway).
Ask = Callable[..., None]


def draw(exchange: Exchange, policy: Policy, ask: Ask) -> None:
    """Nothing for any other exchange."""
    if exchange.answer is None or exchange.answer.status is not Status.BLOCKED_PERSONAL:
        return
    box = f"edited-{exchange.id}"

    def ask_edited() -> None:
        edited = st.session_state[box].strip()
        if edited:
            ask(edited)

    with st.container(key=f"blocked-{exchange.id}"):
        st.text_area("Edit the question", value=exchange.question, key=box)
        st.button("Ask the edited question", type="primary", on_click=ask_edited)
        if not policy.embeddings_leave():
            st.button(
                "Answer it as it is, without the language model: nothing is sent",
                on_click=ask,
                args=(exchange.question,),
                kwargs={"mode": "embedded"},
            )
        if policy.send_anyway:
            st.button(
                "Send anyway: the language model sees the personal data, and this is recorded",
                on_click=ask,
                args=(exchange.question,),
                kwargs={"send_anyway": True},
            )
