"""The page's own head: marking, name, where one can go."""

from __future__ import annotations

from pathlib import Path

import streamlit as st
from markupsafe import Markup

MARKING = "OFFICIAL"

_LOOK = Path(__file__).parents[2] / "look" / "bernard.css"
_PAGES = {"Ask": "ask", "Library": "library", "Help": "help"}
_HERE = Markup('<p class="here"><a href="/{}" target="_self" aria-current="page">{}</a></p>')


def draw(current: str, address: str) -> None:
    """`current`: the title of the page that is open, at `address`. Streamlit's own link to it does
    not say so to those who hear the page."""
    st.html(_LOOK)
    with st.container(key="header", gap=None):
        st.html(f'<p class="b-marking">{MARKING}</p>')
        with st.container(key="nav", horizontal=True, gap=None):
            st.html('<p class="b-name">Bernard</p>', width="content")
            for title, view in _PAGES.items():
                if title == current:
                    st.html(_HERE.format(address, title), width="content")
                else:
                    st.page_link(f"views/{view}.py", label=title)
