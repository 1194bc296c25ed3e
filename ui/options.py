"""Streamlit's own options: those of `look/streamlit.toml` and the port."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

_FILE = Path(__file__).parent / "look" / "streamlit.toml"


def apply(port: int) -> None:
    """Sets them in this process. Environment variables would do so only under `streamlit run`."""
    from streamlit import config

    for name, value in _named(tomllib.loads(_FILE.read_text("utf-8"))):
        config.set_option(name, value, "Bernard")
    for name in ("server.port", "browser.serverPort"):
        config.set_option(name, port, "Bernard")


def _named(section: dict[str, Any], above: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in section.items():
        if isinstance(value, dict):
            yield from _named(value, f"{above}{name}.")
        else:
            yield f"{above}{name}", value
