"""One browser, one served Bernard a file, and a page that nothing foreign may leave."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect, sync_playwright

from tests.browser.chromium import FLAGS, executable
from tests.browser.serving import Bernard
from tests.homes import NewHome

#: Milliseconds for anything on a page: generous, because two cores may be busy with other work.
expect.set_options(timeout=30_000)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = executable()
    assert path, "no Chromium: `python -m tests.browser.chromium` installs one or says why not"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def bernard(tmp_path_factory: pytest.TempPathFactory, new_home: NewHome) -> Iterator[Bernard]:
    """An empty library."""
    served = Bernard(new_home(tmp_path_factory.mktemp("bernard") / "home"))
    try:
        served.start()
        yield served
    finally:
        served.stop()


@pytest.fixture
def page(browser: Browser, bernard: Bernard) -> Iterator[Page]:
    """Fails the test for a request that leaves this machine, a policy violation or a dialog."""
    yield from watched_page(browser, bernard.url)


def watched_page(browser: Browser, url: str) -> Iterator[Page]:
    context = browser.new_context(base_url=url, viewport={"width": 1400, "height": 950})
    page = context.new_page()
    page.set_default_timeout(30_000)
    wrong: list[str] = []

    def heard(message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text or "violates" in message.text:
            wrong.append(message.text)

    context.on("request", lambda request: wrong.extend(_foreign(request.url)))
    page.on("console", heard)
    page.on("dialog", lambda dialog: (wrong.append(f"dialog {dialog.message}"), dialog.dismiss()))
    page.on("pageerror", lambda error: wrong.append(f"script error {error}"))
    yield page
    context.close()
    assert not wrong, wrong


def _foreign(url: str) -> list[str]:
    parts = urlsplit(url)
    if parts.scheme in ("data", "blob", "about") or parts.hostname == "127.0.0.1":
        return []
    return [f"request to {url}"]
