"""PDF: paragraphs made whole, headings by size, running lines dropped, tables and columns kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.errors import RefusedFile
from knowledge.readers import read_file
from knowledge.readers.pdf.lines import Line
from knowledge.readers.pdf.order import PageLines, drop_running_lines
from tests.knowledge.readers.files import Words, make_pdf, shown

FULL = "The department pays for travel on official business where the journey has been auth-"


def test_pdf_paragraphs_headings_and_items(tmp_path: Path) -> None:
    words: list[Words] = [
        (72, 780, 20, False, "Travel policy"),
        (72, 740, 11, False, FULL),
        (72, 726, 11, False, "orised by a manager."),
        (72, 700, 11, True, "Who may travel"),
        (72, 680, 11, False, "4.2 Staff must book standard class."),
        (72, 660, 11, False, "• by rail"),
        (72, 646, 11, False, "• by coach"),
    ]
    path = make_pdf(tmp_path / "t.pdf", [words], title="Travel policy")
    reading = read_file(path, "t.pdf")
    assert shown(reading.blocks) == [
        ("heading", "Travel policy"),
        ("paragraph", f"{FULL[:-1]}orised by a manager."),
        ("heading", "Who may travel"),
        ("paragraph", "4.2 Staff must book standard class."),
        ("list-item", "- by rail"),
        ("list-item", "- by coach"),
    ]
    assert {block.page for block in reading.blocks} == {1}
    assert reading.blocks[-1].heading_path == ("Travel policy", "Who may travel")


def test_running_lines_go_and_paragraphs_cross_pages(tmp_path: Path) -> None:
    pages: list[list[Words]] = [
        [
            (72, 810, 9, False, "Department for Administrative Affairs"),
            (72, 400, 11, False, f"Rule {number} applies to everyone and is"),
            (72, 386, 11, False, "reviewed by the board every year."),
            (300, 30, 9, False, f"Page {number} of 4"),
        ]
        for number in range(1, 5)
    ]
    pages[0][2] = (72, 386, 11, False, "reviewed by")
    pages[1].insert(1, (72, 500, 11, False, "the minister."))
    reading = read_file(make_pdf(tmp_path / "r.pdf", pages), "r.pdf")
    assert "Administrative Affairs" not in reading.text
    assert "Page" not in reading.text
    assert reading.blocks[0].text.endswith("reviewed by the minister.")
    assert [block.page for block in reading.blocks] == [1, 2, 3, 4]


def test_ruled_table_stays_a_table(tmp_path: Path) -> None:
    words: list[Words] = [
        (72, 760, 11, False, "The limits are these:"),
        (75, 710, 11, False, "Meal"),
        (205, 710, 11, False, "Limit"),
        (75, 685, 11, False, "Evening meal"),
        (205, 685, 11, False, "£25"),
        (72, 640, 11, False, "Claim within a month."),
    ]
    rules = [(72.0, y, 330.0, y) for y in (675.0, 700.0, 725.0)]
    rules += [(x, 675.0, x, 725.0) for x in (72.0, 200.0, 330.0)]
    reading = read_file(make_pdf(tmp_path / "m.pdf", [words], rules), "m.pdf")
    assert shown(reading.blocks) == [
        ("paragraph", "The limits are these:"),
        ("table", "Meal | Limit\nEvening meal | £25"),
        ("paragraph", "Claim within a month."),
    ]


def test_columns_written_across_are_read_down(tmp_path: Path) -> None:
    words: list[Words] = []
    for number in range(8):
        words.append((50, 700 - 14 * number, 10, False, f"left column line number {number} goes"))
        words.append((320, 700 - 14 * number, 10, False, f"right column line number {number} goes"))
    text = read_file(make_pdf(tmp_path / "c.pdf", [words]), "c.pdf").text
    assert text.index("left column line number 7") < text.index("right column line number 0")


def test_pages_without_text(tmp_path: Path) -> None:
    line: Words = (72, 700, 11, False, "Some text.")
    rule = [(72.0, 100.0, 300.0, 100.0)]
    reading = read_file(make_pdf(tmp_path / "a.pdf", [[], [line]], rule), "a.pdf")
    assert reading.warnings == ("Page 1 has no text: it may be a scan.",)
    with pytest.raises(RefusedFile, match="None of its 2 pages has text: it may be a scan"):
        read_file(make_pdf(tmp_path / "b.pdf", [[], []], rule), "b.pdf")


def test_a_line_of_dots_is_looked_at_once() -> None:
    """Each dot began a search of its own to the line's end: 20,000 took most of a minute."""
    contents, dots = "Leave . . . . . . . 12", ". " * 100_000
    lines = [Line(text, 72, 500, 400, 410, 10, False, 1, 0) for text in (contents, dots + "end")]
    page = PageLines(1, 842, 595, lines)
    drop_running_lines([page])
    assert [line.text[-3:] for line in page.lines] == ["end"]
