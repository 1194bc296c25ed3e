"""A page that fails says so in a sentence, never in a traceback."""

from __future__ import annotations

import logging

import pytest
from streamlit.testing.v1 import AppTest


def _unexpected() -> None:
    from ui.parts.common.messages import show_unexpected

    assert show_unexpected(RuntimeError("password=hunter2 <b>"))


def _expected() -> None:
    from knowledge.errors import IndexUnavailable
    from ui.parts.common.messages import show_unexpected

    assert show_unexpected(IndexUnavailable("The index <rests>. Try again.", "port 8000 refused"))


def shown(page: AppTest) -> str:
    assert not page.exception
    return str(page.get("html")[0].proto.body)


def test_a_fault_shows_nothing_of_itself_and_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR):
        words = shown(AppTest.from_function(_unexpected).run())
    assert "are kept" in words and "Reload the page" in words
    assert "hunter2" not in words and "Traceback" not in words
    assert "hunter2" in caplog.text


def test_a_known_failure_says_what_to_do_and_logs_why(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        words = shown(AppTest.from_function(_expected).run())
    assert "The index &lt;rests&gt;. Try again." in words and 'role="alert"' in words
    assert "8000" not in words and "8000" in caplog.text
