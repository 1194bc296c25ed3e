"""`docs/cli.md` from the commands themselves: `python -m tests.lab.reference > docs/cli.md`."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator

import typer
from typer.main import get_command

_INTRODUCTION = """\
# The command `bernard`

Written by `python -m tests.lab.reference`; a test holds it to the code.

Every command works on the library in `BERNARD_HOME`, or in the platform's data directory. Results
go to standard output, progress and complaints to standard error; warnings for whoever keeps the
machine go to `logs/` in that directory.

| exit status | means |
|---|---|
| 0 | done |
| 1 | the run could not do it; the last line says why and what to do |
| 2 | the command was not understood |
| 130 | stopped with Ctrl-C; the last line says what was kept; `serve` ends with 0 |

With `BERNARD_DEBUG=1` a failure shows where in the code it came from.
"""

_MARKUP = re.compile(r"\[/?bold\]")


def reference() -> str:
    from assistant.cli.app import app

    parts = [_INTRODUCTION, *_sections(get_command(app), "bernard")]
    return "\n".join(parts)


def _sections(command: object, name: str) -> Iterator[str]:
    """One section a command, groups before what is in them."""
    children = getattr(command, "commands", {})
    if name != "bernard":
        yield _section(command, name)
    for child in children.values():
        yield from _sections(child, f"{name} {child.name}")


def _section(command: object, name: str) -> str:
    lines = [f"## `{name}`", ""]
    for paragraph in str(getattr(command, "help", "") or "").split("\n\n"):
        text = " ".join(paragraph.split())
        if text.startswith("Example:"):
            example = _MARKUP.sub("", text.removeprefix("Example:")).strip()
            lines += ["```", example, "```", ""]
        else:
            lines += [_MARKUP.sub("", text), ""]
    rows = [row for parameter in getattr(command, "params", []) if (row := _row(parameter))]
    if rows:
        lines += ["| argument or option | default | |", "|---|---|---|", *rows, ""]
    return "\n".join(lines)


def _row(parameter: typer.CallbackParam | object) -> str | None:
    """One line of the table; the help option needs none."""
    names = list(getattr(parameter, "opts", [])) + list(getattr(parameter, "secondary_opts", []))
    if "--help" in names:
        return None
    is_option = any(name.startswith("-") for name in names)
    if not is_option:
        names = [str(getattr(parameter, "metavar", None) or names[0].upper())]
    default = getattr(parameter, "default", None)
    if getattr(parameter, "required", False):
        shown = "required"
    elif default in (None, "", False):
        shown = ""
    elif default is True:
        shown = "on"
    else:
        shown = f"`{default}`"
    help_text = str(getattr(parameter, "help", "") or "").replace("|", "\\|")
    return f"| {', '.join(f'`{name}`' for name in names)} | {shown} | {help_text} |"


if __name__ == "__main__":
    sys.stdout.write(reference())
