"""The questions asked before the newest, folded to a line each; what is opened is drawn."""

from __future__ import annotations

import streamlit as st

from assistant.record import Conversation
from ui.parts.ask import exchange
from ui.parts.common.text import clipped, label

#: Earlier questions shown before "Show all": each costs every turn a little.
SHOWN = 10
#: Characters of an earlier question on its one line.
LINE_SHOWN = 120


def draw(conversation: Conversation) -> None:
    """So that the newest is always in sight, and no turn draws again what nobody reads."""
    exchanges = conversation.exchanges[:-1]
    folded = len(exchanges) - SHOWN
    above = st.empty()  # always one element, so that what follows keeps its place
    if folded > 0 and st.session_state.get("all_of") != conversation.id:
        above.button(
            f"Show all {len(exchanges)} earlier questions",
            key="all-earlier",
            type="tertiary",
            on_click=_show_all,
            args=(conversation.id,),
        )
        exchanges = exchanges[folded:]
    for each in exchanges:
        line = label(clipped(each.question, LINE_SHOWN))
        opened = st.expander(line, key=f"earlier-{each.id}", on_change="rerun")
        if opened.open:
            with opened:
                exchange.draw_in(exchange.columns(), each)


def _show_all(conversation_id: str) -> None:
    st.session_state["all_of"] = conversation_id
