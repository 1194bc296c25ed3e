"""PDF: text in reading order, headings by bookmark and letter size, ruled tables, pages kept."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from knowledge.documents.blocks import ReadingBuilder
from knowledge.errors import RefusedFile
from knowledge.language.wording import listed
from knowledge.readers import properties
from knowledge.readers.archive import DAMAGED, LOCKED
from knowledge.readers.pdf import blocks as pdf_blocks
from knowledge.readers.pdf.lines import PageText
from knowledge.readers.pdf.order import PageLines, drop_running_lines
from knowledge.readers.pdf.tables import ruled_tables

MAX_PAGES = 5000
MAX_BOOKMARKS = 5000
#: Letters that the file's fonts do not name: past this share, the text is not what is printed.
MAX_UNNAMED = 0.1


def read(path: Path, builder: ReadingBuilder) -> None:
    try:
        document = pypdfium2.PdfDocument(str(path))
    except pypdfium2.PdfiumError as error:
        locked = getattr(error, "err_code", None) == pdfium.FPDF_ERR_PASSWORD
        raise RefusedFile(LOCKED if locked else DAMAGED, str(error)) from error
    with document:
        _read(document, builder)


def _read(document: Any, builder: ReadingBuilder) -> None:
    count = len(document)
    if count == 0:
        raise RefusedFile(DAMAGED, "no pages")
    if count > MAX_PAGES:
        raise RefusedFile(
            f"The file has {count:,} pages; Bernard reads up to {MAX_PAGES:,}. "
            "Split it and add the parts."
        )
    _properties(document, builder)
    pages: list[PageLines] = []
    broken: list[int] = []
    for number in range(1, count + 1):
        try:
            pages.append(_page(document[number - 1], number))
        except pypdfium2.PdfiumError:
            broken.append(number)
    if not any(page.lines for page in pages):
        raise RefusedFile(_no_text(count) if pages else DAMAGED)
    builder.warnings += _warnings(broken, pages)
    drop_running_lines(pages)
    layout = pdf_blocks.Layout(
        [line for page in pages for line in page.lines],
        pdf_blocks.outline_of(list(_bookmarks(document))),
    )
    leading = pdf_blocks.leading_of([page.lines for page in pages])
    pieces = [piece for page in pages for piece in pdf_blocks.pieces_of(page, leading)]
    pdf_blocks.write(pdf_blocks.join_pages(pieces), layout, builder)


def _page(page: Any, number: int) -> PageLines:
    """Raises PdfiumError where the page is damaged."""
    with closing(page), closing(PageText(page, number)) as text:
        width, height = page.get_size()
        lines = text.lines()
        tables = ruled_tables(page, text) if lines else []
        drawn = bool(lines) or pdfium.FPDFPage_CountObjects(page.raw) > 0
        return PageLines(number, height, width, lines, tables, drawn)


def _no_text(count: int) -> str:
    which = "Its one page has no text" if count == 1 else f"None of its {count} pages has text"
    return (
        f"{which}: it may be a scan. Add the file that it was printed from, "
        "or have its text recognised first."
    )


def _warnings(broken: list[int], pages: list[PageLines]) -> Iterator[str]:
    textless = [page.number for page in pages if page.drawn and not page.lines]
    if textless:
        have, they = ("has", "it") if len(textless) == 1 else ("have", "they")
        yield f"{_named(textless)} {have} no text: {they} may be a scan."
    if broken:
        yield f"{_named(broken)} could not be read: the file is damaged there."
    letters = "".join(line.text for page in pages for line in page.lines)
    unnamed = sum(letter == "\ufffd" or "\ue000" <= letter <= "\uf8ff" for letter in letters)
    if unnamed > MAX_UNNAMED * len(letters):
        yield "Many letters of the file cannot be told from one another: check the text as read."


def _named(numbers: list[int]) -> str:
    """ "Page 3", "Pages 3 and 5", "Pages 1, 2, 3 and 40 more"."""
    said = [str(number) for number in numbers]
    if len(numbers) > 12:
        said[10:] = [f"{len(numbers) - 10} more"]
    return f"Page{'s' if len(numbers) > 1 else ''} {listed(said)}"


def _properties(document: Any, builder: ReadingBuilder) -> None:
    stated = document.get_metadata_dict(skip_empty=True)
    builder.properties.update(
        properties.known(
            {
                "title": properties.good_title(stated.get("Title")),
                "author": stated.get("Author", ""),
                "created": _date(stated.get("CreationDate", "")),
                "modified": _date(stated.get("ModDate", "")),
            }
        )
    )


def _date(stated: str) -> str:
    """ "D:20260401093000Z" → "2026-04-01"."""
    digits = stated.removeprefix("D:")[:8]
    return f"{digits[:4]}-{digits[4:6]}-{digits[6:]}" if len(digits) == 8 else ""


def _bookmarks(document: Any) -> Iterator[tuple[str, int]]:
    try:
        for bookmark in islice(document.get_toc(max_depth=6), MAX_BOOKMARKS):
            yield bookmark.get_title(), bookmark.level
    except (pypdfium2.PdfiumError, ValueError, UnicodeDecodeError):
        return  # bookmarks only help: the text has its own headings
