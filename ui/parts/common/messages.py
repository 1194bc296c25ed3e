"""What a page says of what was done, and of what failed: a sentence, never a traceback."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st
from markupsafe import Markup

from knowledge.errors import BernardError

_log = logging.getLogger("bernard.ui")


def problem(message: str) -> None:
    """An error that is announced: what happened, what was kept, what to do."""
    drawn = Markup('<div class="b-error" role="alert"><strong>Problem.</strong> {}</div>')
    st.html(drawn.format(message))


@contextmanager
def problems_said() -> Iterator[None]:
    """What fails inside is said there, and the rest of the page is drawn."""
    try:
        yield
    except BernardError as error:
        problem(error.message)


def tell(sentence: str) -> None:
    """Draws the page anew, with the sentence at its head: what was just done."""
    st.session_state["done"] = sentence
    st.rerun()


def draw_told() -> bool:
    """Whether there was something to tell."""
    sentence = st.session_state.pop("done", None)
    if sentence:
        st.html(Markup('<p class="done" role="alert">{}</p>').format(sentence))
    return bool(sentence)


def show_unexpected(error: Exception) -> bool:
    """Streamlit's handler for what no page caught. True: Streamlit shows nothing of its own."""
    if isinstance(error, BernardError):
        _log.warning("%s", error.reason)
        problem(error.message)
    else:
        _log.error("A page failed", exc_info=error)
        problem(
            "This page could not be drawn because of a fault in Bernard. Questions, answers and "
            "documents are kept. Reload the page; if it happens again, tell whoever runs Bernard."
        )
    return True
