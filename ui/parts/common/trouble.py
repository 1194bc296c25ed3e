"""What a page shows when something fails: a sentence, never a traceback."""

from __future__ import annotations

import logging

import streamlit as st

from knowledge.errors import BernardError
from ui.parts.common.text import html

_log = logging.getLogger("bernard.ui")


def sentence(message: str) -> None:
    """An error that is announced: what happened, what was kept, what to do."""
    st.html(f'<div class="b-error" role="alert"><strong>Problem.</strong> {html(message)}</div>')


def show_unexpected(error: Exception) -> bool:
    """Streamlit's handler for what no page caught. True: Streamlit shows nothing of its own."""
    if isinstance(error, BernardError):
        _log.warning("%s", error.reason)
        sentence(error.message)
    else:
        _log.error("A page failed", exc_info=error)
        sentence(
            "This page could not be drawn because of a fault in Bernard. Questions, answers and "
            "documents are kept. Reload the page; if it happens again, tell whoever runs Bernard."
        )
    return True
