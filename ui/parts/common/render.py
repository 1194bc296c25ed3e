"""HTML from the templates beside this package: everything put into one is escaped."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from knowledge.language import wording
from ui.parts.common import text

_TEMPLATES = Path(__file__).parents[2] / "templates"


def render(name: str, /, **values: object) -> Markup:
    """`name` is the template's path without its ending: "ask/answer"."""
    return Markup(_environment().get_template(f"{name}.html").render(values))


def part(name: str, macro: str, /, **values: object) -> Markup:
    """One macro of a template that holds several."""
    module = _environment().get_template(f"{name}.html").module
    return Markup(getattr(module, macro)(**values))


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    words = (text.clipped, text.clock, wording.count, wording.day)
    environment.filters |= {each.__name__: each for each in words}
    environment.globals["today"] = date.today
    return environment
