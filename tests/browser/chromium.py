"""`python -m tests.browser.chromium`: makes sure that there is a Chromium for the browser tests."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

_NONE = """
The browser tests need Chromium, and none could be had:
  - none is on the PATH (looked for {names});
  - {apt};
  - `playwright install chromium` failed.
Install Chromium with your system's packages (Debian and Ubuntu: apt-get install chromium), or let
`playwright install chromium` reach its download server, then run `make test` again.
"""


def executable() -> str | None:
    """The system's Chromium, else Playwright's own, else None."""
    for name in NAMES:
        found = shutil.which(name)
        if found:
            return found
    return _of_playwright()


def main() -> int:
    if executable():
        return 0
    apt = _apt()
    if executable():
        return 0
    print("Installing Chromium for the browser tests with Playwright.", file=sys.stderr)
    _run([sys.executable, "-m", "playwright", "install", "chromium"])
    if executable():
        return 0
    print(_NONE.format(names=", ".join(NAMES), apt=apt), file=sys.stderr)
    return 1


def _apt() -> str:
    """Installs Debian's where we may; says what came of it."""
    if not shutil.which("apt-get"):
        return "this system has no apt-get"
    if os.geteuid() != 0:
        return "apt-get needs root"
    print("Installing Chromium for the browser tests with apt-get.", file=sys.stderr)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install = ["apt-get", "install", "-y", "--no-install-recommends", "chromium"]
    if not _run(install, environment):
        _run(["apt-get", "update"], environment)
        _run(install, environment)
    return "apt-get install chromium failed"


def _run(command: list[str], environment: dict[str, str] | None = None) -> bool:
    """Whether it succeeded; its output goes to standard error, where it explains a failure."""
    try:
        return subprocess.run(command, env=environment, stdout=sys.stderr).returncode == 0
    except OSError as error:
        print(error, file=sys.stderr)
        return False


def _of_playwright() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if path and Path(path).exists() else None


if __name__ == "__main__":
    sys.exit(main())
