"""Bytes to text, for the formats that are text."""

from __future__ import annotations

import codecs
import contextlib

from knowledge.errors import RefusedFile

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
NOT_TEXT = (
    "The file is named as text, but what it holds is not text that can be read. "
    "Save it as UTF-8 text and add it again."
)
_ODD = [chr(code) for code in range(32) if chr(code) not in "\t\n\r\f\x1b"] + ["\ufffd"]
#: More controls or undefined characters than this and it is no text in any encoding.
MAX_ODD_SHARE = 0.01


def decode(content: bytes, declared: str | None = None) -> str:
    """By byte-order mark, else as UTF-8, else as declared, else as Windows-1252.

    Raises RefusedFile where the result is not text.
    """
    text = _decoded(content, declared)
    odd = sum(map(text.count, _ODD))
    if odd > len(text) * MAX_ODD_SHARE:
        raise RefusedFile(NOT_TEXT, f"{odd} of {len(text)} characters are not text")
    return text


def _decoded(content: bytes, declared: str | None) -> str:
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return content.decode(encoding, "replace")
    for candidate in filter(None, ("utf-8", declared, "cp1252")):
        with contextlib.suppress(UnicodeDecodeError, LookupError):
            return content.decode(candidate)
    # Windows-1252 leaves five bytes undefined; a few of them do not spoil a document.
    return content.decode("cp1252", "replace")
