"""The words of an OpenDocument paragraph."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lxml import etree

from knowledge.readers.xml_trees import local

_SKIPPED = frozenset(
    ["note", "annotation", "frame", "custom-shape", "tracked-changes", "hidden-text", "ruby-text",
     "hidden-paragraph", "change", "bookmark", "alphabetical-index-mark", "deletion"]
)  # fmt: skip
_SPACES = frozenset(["s", "tab", "line-break"])


def text_of(element: Any) -> str:
    """One line; text boxes and notes are not in it."""
    return " ".join("".join(_parts(element)).split())


def _parts(element: Any) -> Iterator[str]:
    # A walk rather than recursion: nesting is the file's to choose.
    walk = etree.iterwalk(element, events=("start", "end"))
    for event, part in walk:
        name = local(part)
        if event == "end":
            yield (part.tail or "") if part is not element else ""
        elif name in _SKIPPED and part is not element:
            walk.skip_subtree()
        else:
            yield " " if name in _SPACES else part.text or ""


def notes_of(paragraph: Any) -> Iterator[str]:
    """ "Footnote 3: …" for each note in it."""
    for note in paragraph.iterdescendants("{*}note"):
        kind = "Endnote" if "endnote" in note.attrib.values() else "Footnote"
        number, text = (
            "" if (part := note.find(f"{{*}}note-{name}")) is None else text_of(part)
            for name in ("citation", "body")
        )
        if text:
            yield f"{kind} {number}: {text}" if number else f"{kind}: {text}"
