"""What the commands share: the opened library, its log in a file, `--json`, groups that list."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

import typer
from typer.core import TyperGroup

if TYPE_CHECKING:
    from knowledge.access import Scope
    from knowledge.library import Library
    from knowledge.runtime.home import Home


Mode = Literal["embedded", "model"]


class _Listing(TyperGroup):
    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        return super().parse_args(ctx, args or ["list"])


def listing(help: str) -> typer.Typer:
    """A group of commands; without one of them it lists."""
    return typer.Typer(cls=_Listing, help=help)


def json_option(help: str = "One JSON object a line on standard output.") -> Any:
    return typer.Option("--json", help=help)


@contextmanager
def opened(home: Home | None = None) -> Iterator[tuple[Library, Scope]]:
    """The library of this home (else BERNARD_HOME), and what the person at this machine may see and
    do in it."""
    from knowledge.access import on_this_machine
    from knowledge.library import Library

    with Library.open((home or logged_home()).path) as library:
        yield library, on_this_machine()


@cache
def logged_home() -> Home:
    """BERNARD_HOME, made; warnings and worse go to its logs/command.log from now on."""
    from knowledge.runtime.home import Home
    from knowledge.runtime.processes import log_to

    home = Home.from_environment().make()
    log_to(home.logs / "command.log")
    return home
