"""What a command prints: JSON alone on stdout, the rest for people on stderr or in tables."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar, cast

from knowledge.errors import BernardError

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress

Item = TypeVar("Item")

OK, COULD_NOT, USAGE, STOPPED = 0, 1, 2, 130


class Stopped(BernardError):
    """The person pressed Ctrl-C; the message says what was kept and how to go on."""


def print_json(value: Mapping[str, object] | Sequence[object]) -> None:
    """One value, one line; ASCII only, so that no terminal or pipe can choke on it."""
    sys.stdout.write(json.dumps(value, default=_json) + "\n")
    sys.stdout.flush()


def _json(value: object) -> object:
    """Days and moments in ISO's form, a dataclass by its fields."""
    return value.isoformat() if isinstance(value, date) else asdict(cast(Any, value))


def fields(one: object, *names: str) -> dict[str, object]:
    """These of its fields, as JSON calls them too."""
    return {name: getattr(one, name) for name in names}


def print_text(text: str) -> None:
    """Exactly these characters, with no markup and no line break added."""
    sys.stdout.buffer.write(text.encode("utf-8", "surrogatepass"))
    sys.stdout.buffer.flush()


def say(sentence: str) -> None:
    """A line for the person, on stderr."""
    sys.stderr.write(sentence + "\n")
    sys.stderr.flush()


def stdout() -> Console:
    """For people. Markup is off, or rich would swallow the [n] of an answer."""
    from rich.console import Console

    return Console(highlight=False, emoji=False, markup=False)


def print_table(title: str, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Numbers to the right. Text is shown as it is, never read as markup."""
    from rich.table import Table
    from rich.text import Text

    table = Table(title=Text(title), title_justify="left", box=None, pad_edge=False)
    for index, column in enumerate(columns):
        numeric = bool(rows) and all(isinstance(row[index], int | float) for row in rows)
        table.add_column(Text(column), justify="right" if numeric else "left", overflow="fold")
    for row in rows:
        table.add_row(*(Text(shown(cell)) for cell in row))
    stdout().print(table)


def print_found(
    found: Sequence[Item],
    as_json: bool,
    to_json: Callable[[Item], Mapping[str, object]],
    what: str,
    columns: Sequence[str],
    row: Callable[[Item], Sequence[object]],
) -> None:
    """What a command lists: a JSON object a line, or one table."""
    if as_json:
        for one in found:
            print_json(to_json(one))
    else:
        print_table(f"{len(found)} {what}", columns, [row(one) for one in found])


def shown(value: object) -> str:
    """A cell: floats with three decimals, None as nothing, control characters dropped."""
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:,.3f}"
    if isinstance(value, int) and not isinstance(value, bool):
        return f"{value:,}"
    return plain(str(value))


def plain(text: str) -> str:
    """Without control characters, which could move the cursor or hide words in a terminal."""
    return "".join(
        letter if letter.isprintable() or letter == "\n" else " " if letter.isspace() else ""
        for letter in text
    )


@contextmanager
def progress() -> Iterator[Progress]:
    """Bars on stderr. Where stderr is no terminal, nothing is drawn."""
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    console = Console(stderr=True, highlight=False)
    with Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
        console=console,
        disable=not console.is_terminal,
        transient=True,
    ) as bars:
        yield bars
