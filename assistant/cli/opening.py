"""Opens the library for a command, with the log where it belongs: in a file, not on the screen."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.record.gaps import Gaps
    from knowledge.library import Library
    from knowledge.runtime.home import Home


def open_library() -> Library:
    """The library of BERNARD_HOME. Close it, or use it in a `with` block."""
    from knowledge.library import Library

    return Library.open(logged_home().path)


@cache
def logged_home() -> Home:
    """BERNARD_HOME, made; warnings and worse go to its logs/command.log from now on."""
    from knowledge.runtime.home import Home
    from knowledge.runtime.processes import log_to

    home = Home.from_environment().make()
    log_to(home.logs / "command.log")
    return home


def open_gaps(library: Library) -> Gaps:
    """The record of questions that the documents did not answer."""
    from assistant.record.gaps import Gaps
    from knowledge.access import system

    by = system("A command keeps the record.")
    return Gaps(library, library.database(by))
