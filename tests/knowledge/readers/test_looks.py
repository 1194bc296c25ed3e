"""Lines that look like something they are not."""

from __future__ import annotations

from knowledge.readers.looks import looks_like_title


def test_a_caption_is_no_title() -> None:
    assert looks_like_title("Rates of subsistence")
    assert not looks_like_title("Table 1: Rates of subsistence")
    assert not looks_like_title("Figure 12 Staff by grade")
