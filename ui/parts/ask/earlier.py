"""The questions asked before the newest, folded to a line each; what is opened is drawn."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from assistant.record import Earlier, Talk
from knowledge.language.wording import count
from ui.identity import scope
from ui.parts.ask import exchange
from ui.parts.common.messages import problems_said
from ui.parts.common.text import clipped, label
from ui.services import services

#: Earlier questions in sight; each costs every turn a little. Those before them fold together.
SHOWN = 5
#: Characters of an earlier question on its one line.
LINE_SHOWN = 120


def draw(talk: Talk) -> None:
    """So that the newest is always in sight, and no turn draws again what nobody reads."""
    older, last = talk.earlier[:-SHOWN], talk.earlier[-SHOWN:]
    if older:
        name = f"{count(len(older), 'question')} before these"
        opened = st.expander(name, key=f"older-{talk.id}", on_change="rerun")
        if opened.open:
            with opened:
                _lines(talk, older)
    else:
        st.empty()  # so that what follows keeps its place
    _lines(talk, last)


def _lines(talk: Talk, asked: Sequence[Earlier]) -> None:
    for each in asked:
        line = label(clipped(each.question, LINE_SHOWN))
        opened = st.expander(line, key=f"earlier-{each.id}", on_change="rerun")
        if opened.open:
            with opened, problems_said():
                answered = services().conversations.exchange(scope(), talk.id, each.id)
                exchange.draw_in(exchange.columns(), answered)
