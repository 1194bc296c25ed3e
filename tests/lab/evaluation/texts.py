"""The text of a document that only a throw-away library holds, for who checks a citation of it."""

from __future__ import annotations

from assistant.cli.documents import version_text
from assistant.cli.output import say
from knowledge.access import on_this_machine
from knowledge.errors import NotFound
from knowledge.library import Library
from knowledge.runtime.home import Home
from tests.lab.evaluation.throwaway import throwaway_homes


def text_of(home: Home, name: str, number: int | None) -> str | None:
    """From the library used last that holds a document of exactly this name (a path below its
    folder, or a BEIR id)."""
    me = on_this_machine()
    for throwaway in throwaway_homes(home):
        with Library.open(throwaway.path) as library:
            sources = {one.source: one for one in library.documents(me)}
            document = sources.get(name) or sources.get(f"{name}.md")
            if document is None:
                continue
            try:
                found = version_text(library, me, document, number)
            except NotFound:
                continue
        say(f"From the evaluation library {throwaway.path.name}: the main one does not hold it.")
        return found
    return None
