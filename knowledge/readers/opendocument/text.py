"""The words of an OpenDocument paragraph."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from knowledge.readers.xml_trees import local

_SKIPPED = frozenset(
    ["note", "annotation", "frame", "custom-shape", "tracked-changes", "hidden-text", "ruby-text",
     "hidden-paragraph", "change", "bookmark", "alphabetical-index-mark", "deletion"]
)  # fmt: skip
_SPACES = frozenset(["s", "tab"])


def text_of(element: Any) -> str:
    """One line; text boxes and notes are not in it."""
    return " ".join("".join(_parts(element)).split())


def _parts(element: Any) -> Iterator[str]:
    # A stack rather than recursion: nesting is the file's to choose.
    todo: list[Any] = [element.text or "", *_reversed_children(element)]
    yield todo.pop(0)
    while todo:
        current = todo.pop()
        if isinstance(current, str):
            yield current
            continue
        name = local(current)
        if name in _SPACES:
            yield " "
        elif name == "line-break":
            yield "\n"
        elif name not in _SKIPPED:
            yield current.text or ""
            todo.extend(_reversed_children(current))


def _reversed_children(element: Any) -> Iterator[Any]:
    for child in reversed(element):
        yield child.tail or ""
        yield child


def boxes_of(paragraph: Any) -> list[Any]:
    """Its text boxes, outermost only."""
    boxes = [part for part in paragraph.iterdescendants() if local(part) == "text-box"]
    return [box for box in boxes if not any(outer in boxes for outer in box.iterancestors())]


def notes_of(paragraph: Any) -> Iterator[str]:
    """ "Footnote 3: …" for each note in it."""
    for note in paragraph.iterdescendants():
        if local(note) != "note":
            continue
        parts = {local(part): part for part in note}
        citation, body = parts.get("note-citation"), parts.get("note-body")
        if body is None:
            continue
        kind = "Endnote" if "endnote" in note.attrib.values() else "Footnote"
        number = "" if citation is None else text_of(citation)
        text = text_of(body)
        if text:
            yield f"{kind} {number}: {text}" if number else f"{kind}: {text}"
