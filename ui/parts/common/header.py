"""The page's own head: marking, name, where one can go."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from ui.parts.common.text import html

MARKING = "OFFICIAL"

_LOOK = Path(__file__).parents[2] / "look" / "bernard.css"


_PAGES = {"Ask": "ask", "Library": "library", "Help": "help"}


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
                    st.html(
                        f'<p class="here"><a href="/{html(address)}" target="_self" '
                        f'aria-current="page">{title}</a></p>',
                        width="content",
                    )
                else:
                    st.page_link(f"views/{view}.py", label=title)
