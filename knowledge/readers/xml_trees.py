"""XML from strangers: no entities, no network, no document type."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lxml import etree

from knowledge.errors import RefusedFile
from knowledge.readers.archive import DAMAGED


def parse(content: bytes) -> Any:
    """The root element. Raises RefusedFile where it is not well formed or declares entities."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise RefusedFile(DAMAGED, str(error)) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise RefusedFile(DAMAGED, "the XML declares a document type")
    return root


def outermost(top: Any, name: str, without: str = "") -> Iterator[Any]:
    """The elements of that name below `top`, none within another or within one named `without`."""
    walk = etree.iterwalk(top, events=("start",))
    for _, part in walk:
        if local(part) in (name, without):
            walk.skip_subtree()
            if local(part) == name:
                yield part


def local(element: Any) -> str:
    """The name of an element without its namespace; "" for comments and the like."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def value(element: Any, name: str) -> str:
    """An attribute by its name without namespace; empty where there is none."""
    for key, text in element.attrib.items():
        if key == name or key.endswith("}" + name):
            return str(text)
    return ""


def number(element: Any, name: str, default: int) -> int:
    text = value(element, name)
    return int(text) if text.isdecimal() and len(text) < 7 else default
