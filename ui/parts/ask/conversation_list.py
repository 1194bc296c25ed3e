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
    with st.container(key="conversations", gap=None):
        st.page_link("views/ask.py", label="New question", query_params={"conversation": ""})
        for moment, group in groupby(shown, lambda one: one.updated_at.astimezone().date()):
            st.html(f'<h2 class="day">{_day(moment)}</h2>')
            for summary in group:
                if summary.id == current:
                    with st.container(key="conversation-open"):
                        _link(summary)
                else:
                    _link(summary)
        if len(shown) < len(summaries):
            st.button("Show all conversations", on_click=_show_all, type="tertiary")


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
