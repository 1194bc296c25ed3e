"""Lines that look like something they are not."""

from __future__ import annotations

from knowledge.readers.looks import join_lines, looks_like_title


def test_a_caption_is_no_title() -> None:
    assert looks_like_title("Rates of subsistence")
    assert not looks_like_title("Table 1: Rates of subsistence")
    assert not looks_like_title("Figure 12 Staff by grade")


def test_words_cut_at_a_lines_end_are_made_whole() -> None:
    assert join_lines(["who author-", "ises a well-", "known", "", "EU-", "Japan plan"]) == (
        "who authorises a well-known EU-Japan plan"
    )


def test_many_short_lines_cost_no_more_than_their_number() -> None:
    """Each line was weighed against all before it: 25,000 of them took half a minute."""
    assert len(join_lines(["a"] * 100_000)) == 199_999
