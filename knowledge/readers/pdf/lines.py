"""The lines of a PDF page, with where they stand and how large they are.

pdfium joins characters into lines in the order of the page's content, which is the reading order
of nearly every document that a word processor made. Only the ends of lines, and the gaps at spaces,
are looked at character by character: that keeps a page at a few milliseconds.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pypdfium2.raw as pdfium

#: A gap this wide, in font sizes, parts columns or cells; between words it is about 0.25.
WIDE_GAP = 1.8
_BOLD = re.compile(r"bold|black|heavy|semibold|demi", re.IGNORECASE)
# Where a word is cut at a line's end, pdfium writes one of these for the hyphen and no line break.
_ROW = re.compile("[^\r\n\x02\ufffe]+[\x02\ufffe]?")
_SPACE = re.compile(r"[ \t\u00a0]+")


@dataclass(slots=True)
class Line:
    """A run of text on one baseline. Points from the lower left corner of the page as seen."""

    text: str
    left: float
    right: float
    bottom: float
    top: float
    size: float  # of the font, in points as seen
    bold: bool
    page: int  # from 1
    row: int  # parts of one line of text have the same


class PageText:
    """One page's characters. Close it when done. Raises PdfiumError where the page is damaged."""

    def __init__(self, page: Any, number: int) -> None:
        self._page = number
        self._content = page.get_textpage()
        self._handle = self._content.raw
        self._turns = page.get_rotation() // 90
        self._size_seen = page.get_size()
        count = self._content.count_chars()
        units = (ctypes.c_ushort * (count + 1))()
        written = pdfium.FPDFText_GetText(self._handle, 0, count, units)
        # Characters beyond the first plane would put positions out of step; none is a letter.
        text = "".join(map(chr, units[: max(written - 1, 0)]))
        self.text = re.sub("[\ud800-\udfff]", "\ufffd", text)
        self._in_step = len(self.text) == count
        self._box = pdfium.FS_RECTF()
        self._matrix = pdfium.FS_MATRIX()
        self._name = ctypes.create_string_buffer(128)
        self._flags = ctypes.c_int()

    def close(self) -> None:
        self._content.close()

    def lines(self) -> list[Line]:
        found: list[Line] = []
        for row, match in enumerate(_ROW.finditer(self.text)):
            for start, end in self._parts(match.start(), match.end()):
                line = self._line(start, end, row)
                if line is not None:
                    found.append(line)
        return found

    def words_in(self, left: float, bottom: float, right: float, top: float) -> str:
        """The text inside a box of the unrotated page, one line."""
        found = self._content.get_text_bounded(left, bottom, right, top, errors="replace")
        return str(found).replace("\x00", "")

    def _parts(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """The line cut at wide gaps."""
        size = 0.0
        for match in _SPACE.finditer(self.text, start, end):
            before, after = match.start() - 1, match.end()
            if before < start or after >= end:
                continue
            left, right = self._char_box(before), self._char_box(after)
            if left is None or right is None:
                continue
            size = size or self._size(before)
            if right[0] - left[1] > WIDE_GAP * size or right[1] < left[0] - size:
                yield start, match.start()
                start, size = after, 0.0
        yield start, end

    def _line(self, start: int, end: int, row: int) -> Line | None:
        text = self.text[start:end]
        stripped = text.strip()
        if not stripped:
            return None
        start += len(text) - len(text.lstrip())
        end = start + len(stripped)
        first, last = self._char_box(start), self._char_box(end - 1)
        if first is None or last is None:
            return None
        middle = (start + end) // 2
        # Spaces that pdfium made up have no size.
        middle = next(at for at in range(middle, end) if not self.text[at].isspace())
        return Line(
            stripped, first[0], max(last[1], first[1]), min(first[2], last[2]),
            max(first[3], last[3]), self._size(middle), self._bold(start) and self._bold(end - 1),
            self._page, row,
        )  # fmt: skip

    def _index(self, at: int) -> int:
        if self._in_step:
            return at
        return int(pdfium.FPDFText_GetCharIndexFromTextIndex(self._handle, at))

    def _char_box(self, at: int) -> tuple[float, float, float, float] | None:
        """Left, right, bottom, top as the page is seen; None for characters without a place."""
        # The loose box: glyphs' own boxes would put "When" and "pay" on different lines.
        box = self._box
        if not pdfium.FPDFText_GetLooseCharBox(self._handle, self._index(at), box):
            return None
        return self._turned(box.left, box.right, box.bottom, box.top)

    def _turned(
        self, left: float, right: float, bottom: float, top: float
    ) -> tuple[float, float, float, float]:
        # get_size() gives the size as seen, after all turns.
        width, height = self._size_seen[:: -1 if self._turns % 2 else 1]
        for _ in range(self._turns):
            left, right, bottom, top = bottom, top, width - right, width - left
            width, height = height, width
        return left, right, bottom, top

    def _size(self, at: int) -> float:
        index = self._index(at)
        size = float(pdfium.FPDFText_GetFontSize(self._handle, index))
        if pdfium.FPDFText_GetMatrix(self._handle, index, self._matrix):
            scale = (self._matrix.c**2 + self._matrix.d**2) ** 0.5
            size *= scale or 1.0
        return round(abs(size) or 1.0, 1)

    def _bold(self, at: int) -> bool:
        index = self._index(at)
        written = pdfium.FPDFText_GetFontInfo(
            self._handle, index, self._name, len(self._name), self._flags
        )
        name = self._name.value.decode("utf-8", "replace") if 0 < written <= 128 else ""
        # Bit 19 of a font's flags forces bold (ISO 32000-2, table 121).
        return bool(_BOLD.search(name)) or bool(self._flags.value & (1 << 18))
