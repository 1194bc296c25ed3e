"""A version's text is drawn whole, its passages numbered, the cited words marked."""

from __future__ import annotations

import re
from html import unescape

from knowledge.documents.blocks import Reading, ReadingBuilder
from knowledge.documents.types import Passage
from ui.parts.library.document_text import DocumentText


def a_reading() -> Reading:
    building = ReadingBuilder()
    building.heading("Leave & absence", 1, page=1)
    building.paragraph("You may carry over 10 days. <b>Ask</b> first.", page=1)
    building.list_item("- by 31 March", page=1)
    building.list_item("(b) in writing", depth=1, page=2)
    building.table([["Grade", "Days"], ["Clerk", "25"], ["Deputy", "30"]], 1, page=2)
    return building.build()


def passage(n: int, start: int, end: int, text: str) -> Passage:
    return Passage(n, 1, 1, 1, 1, "T", "s", "o", (), None, start, end, text[start:end])


def drawn(reading: Reading, words: str = "", cuts: tuple[int, ...] = (0,)) -> str:
    ends = (*cuts[1:], len(reading.text))
    passages = [
        passage(n, start, end, reading.text)
        for n, (start, end) in enumerate(zip(cuts, ends, strict=True))
    ]
    at = reading.text.find(words) if words else 0
    highlight = (at, at + len(words)) if words else None
    return DocumentText(reading.blocks, passages, highlight).render()


def words_of(html: str) -> str:
    html = re.sub(r'<a class="passage-number.*?</a>|<span class="page-turn.*?</span>', "", html)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def test_every_word_is_there_once_and_escaped() -> None:
    html = drawn(a_reading())
    assert words_of(html) == (
        "Leave & absence You may carry over 10 days. <b>Ask</b> first. by 31 March (b) in writing "
        "Grade Days Clerk 25 Deputy 30"
    )
    assert "<b>" not in html and "<h2>" in html and '<th scope="col">' in html


def marked(html: str) -> str:
    return "|".join(unescape(words) for words in re.findall(r"<mark[^>]*>(.*?)</mark>", html))


def test_the_cited_words_are_marked_in_any_kind_of_block() -> None:
    reading = a_reading()
    for words in (
        "carry over 10 days",
        "<b>Ask</b>",
        "31 March",
        "writing",
        "25",
        "Leave & absence",
    ):
        html = drawn(reading, words)
        assert marked(html) == words
        assert html.count('id="words"') == 1


def test_words_across_blocks_are_marked_in_each_with_one_name() -> None:
    reading = a_reading()
    html = drawn(reading, "first.\n\n- by 31 March\n  (b) in")
    assert marked(html) == "first.|by 31 March|(b) in"
    assert html.count('id="words"') == 1


def test_passages_are_numbered_where_they_begin() -> None:
    reading = a_reading()
    cuts = (0, reading.text.index("- by"), reading.text.index("Grade"))
    html = drawn(reading, "25", cuts)
    assert re.findall(r'id="passage-(\d+)"', html) == ["1", "2", "3"]
    assert re.findall(r'class="passage-number cited" id="passage-(\d+)"', html) == ["3"]
    assert re.findall(r'id="page-(\d+)"', html) == ["1", "2"]


def test_a_row_that_is_short_of_cells_ends_in_a_wide_one() -> None:
    building = ReadingBuilder()
    building.table([["Grade", "Days", "From"], ["All", "25 <b>"]], 1)
    html = drawn(building.build())
    assert '<th scope="col">From</th></tr></thead>' in html
    assert '<td colspan="2">25 &lt;b&gt;</td></tr></tbody>' in html
    assert 'aria-label="Table 1 of the text"' in html
