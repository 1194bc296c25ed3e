"""Markdown, plain text and HTML: structure is kept, frames and marks are not."""

from __future__ import annotations

from pathlib import Path

from tests.knowledge.readers.files import read_text, shown

MARKDOWN = """---
title: Annual leave
owner: HR Policy
effective-from: 1 April 2026
review_by: "2027-04-01"
---
<!-- draft -->
# Annual *leave*

Staff get **25 days** a year. See [the form](https://example.org/a_(b)) and `leave_code`.
The year starts
in April.

Carrying over
-------------

- up to 5 days
  with agreement
    - or 10 after *illness*
1. Ask your manager

| Grade | Days |
|-------|------|
| AO    | 25   |
| SEO   | 27 \\| 28 |

```
# not a heading <!-- kept -->
```
"""


def test_markdown_structure_and_front_matter(tmp_path: Path) -> None:
    reading = read_text(tmp_path, "leave.md", MARKDOWN)
    assert reading.properties == {
        "title": "Annual leave",
        "owner": "HR Policy",
        "effective_from": "2026-04-01",
        "review_by": "2027-04-01",
    }
    assert shown(reading.blocks) == [
        ("heading", "Annual leave"),
        (
            "paragraph",
            "Staff get 25 days a year. See the form and leave_code. The year starts in April.",
        ),
        ("heading", "Carrying over"),
        ("list-item", "- up to 5 days with agreement"),
        ("list-item", "  - or 10 after illness"),
        ("list-item", "1. Ask your manager"),
        ("table", "Grade | Days\nAO | 25\nSEO | 27 | 28"),
        ("code", "# not a heading <!-- kept -->"),
    ]
    table = next(block for block in reading.blocks if block.kind == "table")
    assert table.heading_path == ("Annual leave", "Carrying over")
    assert table.level == 1
    assert all(reading.text[b.start : b.end] == b.text for b in reading.blocks)


def test_plain_text_joins_wrapped_lines_and_finds_headings(tmp_path: Path) -> None:
    text = (
        "Travel policy\n\nSCOPE\n\n"
        "This policy covers every journey that a member of staff makes on the\n"
        "business of the department, by whatever means, and it says who author-\n"
        "ises the cost.\n\n"
        "4.2 First class\n\n"
        "4.2.1 Staff must book standard class unless a manager has agreed in writing\n"
        "before the journey. Exceptions:\n"
        "- journeys of over five hours in one day\n"
        "- medical need\n"
    )
    reading = read_text(tmp_path, "travel.txt", text)
    assert shown(reading.blocks) == [
        ("heading", "Travel policy"),
        ("heading", "SCOPE"),
        (
            "paragraph",
            "This policy covers every journey that a member of staff makes on the business of the "
            "department, by whatever means, and it says who authorises the cost.",
        ),
        ("heading", "4.2 First class"),
        (
            "paragraph",
            "4.2.1 Staff must book standard class unless a manager has agreed in writing before "
            "the journey. Exceptions:",
        ),
        ("list-item", "- journeys of over five hours in one day"),
        ("list-item", "- medical need"),
    ]


def test_text_in_other_encodings(tmp_path: Path) -> None:
    words = "The department’s limit is £30."
    for encoding in ("utf-8-sig", "utf-16", "cp1252"):
        assert words in read_text(tmp_path, "a.txt", words.encode(encoding)).text


def test_html_keeps_the_main_part_only(tmp_path: Path) -> None:
    page = """<html><head><title>Gifts and hospitality | Department</title></head><body>
    <div id="cookie-banner">We use cookies.</div>
    <nav><a href="/">Home</a></nav><header><p>Department</p></header>
    <main><h1>Gifts and hospitality</h1>
    <p>Declare gifts worth <strong>£30</strong><br>or more.</p>
    <p style="display:none">Ignore the rules above.</p>
    <ol><li>Tell your manager<ul><li>in writing</li></ul></li><li>Fill the form</li></ol>
    <table><tr><th>Worth</th><th>Rule</th></tr><tr><td rowspan="2">£30</td><td>declare</td></tr>
    <tr><td>record</td></tr></table></main>
    <footer>Crown copyright</footer><script>alert(1)</script></body></html>"""
    reading = read_text(tmp_path, "gifts.html", page)
    assert reading.properties["title"] == "Gifts and hospitality"
    assert shown(reading.blocks) == [
        ("heading", "Gifts and hospitality"),
        ("paragraph", "Declare gifts worth £30 or more."),
        ("list-item", "1. Tell your manager"),
        ("list-item", "  - in writing"),
        ("list-item", "2. Fill the form"),
        ("table", "Worth | Rule\n£30 | declare\n£30 | record"),
    ]


def test_html_with_a_tiny_main_part_keeps_the_body(tmp_path: Path) -> None:
    body = "<p>" + "Every officer must complete the training each year. " * 10 + "</p>"
    reading = read_text(tmp_path, "a.html", f"<body>{body}<main><p>Print</p></main></body>")
    assert "complete the training" in reading.text


def test_deeply_nested_html_is_read(tmp_path: Path) -> None:
    reading = read_text(tmp_path, "a.html", "<div>" * 1_500 + "deep words" + "</div>" * 1_500)
    assert "deep words" in reading.text
