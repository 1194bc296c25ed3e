"""The reader's conversations by day, newest first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import groupby

import streamlit as st

from assistant.record import Summary
from knowledge.language.wording import day
from ui.parts.common.text import label

#: Conversations shown before "Show all".
SHOWN = 30


def draw(summaries: Sequence[Summary], current: str | None) -> None:
    with st.container(key="conversations", gap=None):
        st.page_link("views/ask.py", label="New question", query_params={"conversation": ""})
        if not summaries:
            return
        everything = st.session_state.get("all_conversations", False)
        shown = summaries if everything else summaries[:SHOWN]
        for moment, group in groupby(shown, lambda one: one.updated_at.astimezone().date()):
            st.html(f'<h2 class="day">{_day(moment)}</h2>')
            for summary in group:
                _entry(summary, summary.id == current)
        if len(shown) < len(summaries):
            st.button("Show all conversations", on_click=_show_all, type="tertiary")


def _entry(summary: Summary, current: bool) -> None:
    kind = "open" if current else "closed"
    with st.container(key=f"conversation-{kind}-{summary.id}"):
        st.page_link(
            "views/ask.py",
            label=label(summary.title),
            query_params={"conversation": summary.id},
        )


def _show_all() -> None:
    st.session_state["all_conversations"] = True


def _day(moment: date) -> str:
    today = date.today()
    if moment == today:
        return "Today"
    return "Yesterday" if moment == today - timedelta(days=1) else day(moment)
