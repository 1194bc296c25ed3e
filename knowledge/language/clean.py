"""Characters that a person can see, on lines; how the cells of a row are parted."""

from __future__ import annotations

#: Between the cells of a table's row, in a document's text.
CELLS = " | "

# Zero-width and bidirectional controls, soft hyphen, byte-order mark, and the tag block: they can
# hide text from a person that a model would read.
_INVISIBLE = dict.fromkeys(
    [
        *range(0x00, 0x09), 0x0B, *range(0x0E, 0x20), *range(0x7F, 0xA0), 0xAD, 0x061C, 0x180E,
        *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070), 0xFEFF,
        *range(0xFFF9, 0xFFFC), *range(0xE0000, 0xE0080), *range(0xD800, 0xE000),
    ]
)  # fmt: skip


def clean_characters(text: str) -> str:
    """Drops control, surrogate and invisible formatting characters; line breaks and tabs stay."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x0c", "\n")
    text = text.replace("\x85", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    return text.translate(_INVISIBLE)


def clean_line(text: str) -> str:
    """One line: characters cleaned, every run of white space one space."""
    return " ".join(clean_characters(text).split())
