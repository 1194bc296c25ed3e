"""The page's own head: marking, name, where one can go."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

MARKING = "OFFICIAL"

_LOOK = Path(__file__).parent.parent / "look" / "bernard.css"


def draw() -> None:
    st.html(_LOOK)
    with st.container(key="header", gap=None):
        st.html(f'<p class="b-marking">{MARKING}</p>')
        with st.container(key="nav", horizontal=True, gap=None):
            st.html('<p class="b-name">Bernard</p>', width="content")
            st.page_link("views/ask.py", label="Ask")
            st.page_link("views/library.py", label="Library")
            st.page_link("views/help.py", label="Help")
