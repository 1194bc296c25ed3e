"""The questions asked before the newest, folded to a line each; what is opened is drawn."""

from __future__ import annotations

import streamlit as st

from assistant.record import Talk
from ui.identity import scope
from ui.parts.ask import exchange
from ui.parts.common.messages import problems_said
from ui.parts.common.text import clipped, label
from ui.services import services

#: Earlier questions shown before "Show all": each costs every turn a little.
SHOWN = 5
#: Characters of an earlier question on its one line.
LINE_SHOWN = 120


def draw(talk: Talk) -> None:
    """So that the newest is always in sight, and no turn draws again what nobody reads."""
    asked = talk.earlier
    folded = len(asked) - SHOWN
    above = st.empty()  # always one element, so that what follows keeps its place
    if folded > 0 and st.session_state.get("all_of") != talk.id:
        above.button(
            f"Show all {len(asked)} earlier questions",
            key="all-earlier",
            type="tertiary",
            on_click=_show_all,
            args=(talk.id,),
        )
        asked = asked[folded:]
    for each in asked:
        line = label(clipped(each.question, LINE_SHOWN))
        opened = st.expander(line, key=f"earlier-{each.id}", on_change="rerun")
        if opened.open:
            with opened, problems_said():
                answered = services().conversations.exchange(scope(), talk.id, each.id)
                exchange.draw_in(exchange.columns(), answered)


def _show_all(conversation_id: str) -> None:
    st.session_state["all_of"] = conversation_id
