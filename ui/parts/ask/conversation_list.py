"""The reader's conversations by day, newest first."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import groupby

import streamlit as st

from assistant.record import Conversations, Summary
from knowledge.language.wording import day
from ui.identity import scope
from ui.parts.common.text import label

#: Conversations shown before "Show all".
SHOWN = 30


def draw(conversations: Conversations, current: str | None) -> None:
    everything = st.session_state.get("all_conversations", False)
    summaries = conversations.list(scope(), *(() if everything else (SHOWN + 1,)))
    shown = summaries if everything else summaries[:SHOWN]
    st.session_state["begun"] = None
    with st.container(key="conversations", gap=None):
        st.page_link("views/ask.py", label="New question", query_params={"conversation": ""})
        _draw_begun(conversations, bool(shown) and _date(shown[0]) == date.today())
        for moment, group in groupby(shown, _date):
            if moment != date.today():
                _heading(moment)
            for summary in group:
                if summary.id == current:
                    _open(summary)
                else:
                    _link(summary)
        if len(shown) < len(summaries):
            st.button("Show all conversations", on_click=_show_all, type="tertiary")


def begin(conversation_id: str) -> str:
    """Puts a new conversation at the head of the list; the name of what is to be drawn for it."""
    st.session_state["begun"] = conversation_id
    return "begun"


@st.fragment(key="begun")
def _draw_begun(conversations: Conversations, others: bool) -> None:
    """The head of today, where there are `others` of today below, and the conversation that was
    begun since the list was drawn."""
    begun = st.session_state["begun"]
    with st.container(gap=None):
        if others or begun:
            _heading(date.today())
        for summary in conversations.list(scope(), SHOWN) if begun else ():
            if summary.id == begun:
                _open(summary)


def _date(summary: Summary) -> date:
    return summary.updated_at.astimezone().date()


def _heading(moment: date) -> None:
    st.html(f'<h2 class="day">{_day(moment)}</h2>')


def _open(summary: Summary) -> None:
    with st.container(key="conversation-open"):
        _link(summary)


def _link(summary: Summary) -> None:
    st.page_link(
        "views/ask.py", label=label(summary.title), query_params={"conversation": summary.id}
    )


def _show_all() -> None:
    st.session_state["all_conversations"] = True


def _day(moment: date) -> str:
    today = date.today()
    if moment == today:
        return "Today"
    return "Yesterday" if moment == today - timedelta(days=1) else day(moment)
