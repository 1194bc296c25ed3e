"""HTML from the templates beside this package: everything put into one is escaped."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from ui.parts.common.text import clipped, clock, count, day

_TEMPLATES = Path(__file__).parents[2] / "templates"


def render(name: str, **values: object) -> Markup:
    """`name` is the template's path without its ending: "ask/answer"."""
    return Markup(_template(name).render(values))


@cache
def _template(name: str) -> Template:
    return _environment().get_template(f"{name}.html")


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"clipped": clipped, "clock": clock, "count": count, "day": day}
    return environment
