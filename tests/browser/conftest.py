"""One browser, one served Bernard a file, and a page that nothing foreign may leave."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect, sync_playwright

from tests.browser.chromium import FLAGS, executable
from tests.browser.serving import Bernard
from tests.browser.steps import File, add_files, wait_until_loaded
from tests.homes import NewHome
from tests.model_server import ModelServer, serving

Serve = Callable[..., AbstractContextManager[Bernard]]

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
def models() -> Iterator[ModelServer]:
    with serving() as server:
        yield server


@pytest.fixture(scope="module")
def serve(tmp_path_factory: pytest.TempPathFactory, new_home: NewHome, browser: Browser) -> Serve:
    """A library of its own, with these files loaded from the Library page."""

    @contextmanager
    def served(
        environment: Mapping[str, str],
        files: Sequence[File] = (),
        collection: str = "HR Policy",
        owner: str = "HR Policy Team",
    ) -> Iterator[Bernard]:
        bernard = Bernard(new_home(tmp_path_factory.mktemp("bernard") / "home"), environment)
        try:
            bernard.start()
            for page in watched_page(browser, bernard.url) if files else ():
                add_files(page, files, collection, owner=owner)
                for file in files:
                    wait_until_loaded(page, file.name.split()[0])  # a hostile one is long
            yield bernard
        finally:
            bernard.stop()

    return served


@pytest.fixture(scope="module")
def bernard(serve: Serve) -> Iterator[Bernard]:
    """An empty library."""
    with serve({}) as served:
        yield served


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
