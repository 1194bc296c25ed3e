"""Passages keep every word, their exact spans and what belongs together."""

from __future__ import annotations

import random
from itertools import pairwise
from typing import Any

import pytest

from knowledge.documents.blocks import BlockKind, Reading, ReadingBuilder
from knowledge.documents.passages import BODY_TOKENS, READ_TOKENS, Draft, embedded_text, split
from knowledge.embeddings.embedded import EmbeddedModel
from tests.knowledge.doubles import WordVectors

count = WordVectors().count_tokens
SENTENCE = "Every member of staff keeps a record of each hour that is worked in the office."
LONG = " ".join(f"{SENTENCE[:-1]} number {n}." for n in range(40))


def drafts_of(reading: Reading) -> list[Draft]:
    return split(reading, count)


def texts(reading: Reading) -> list[str]:
    return [reading.text[draft.start : draft.end] for draft in drafts_of(reading)]


def built(*steps: tuple[str, Any]) -> Reading:
    builder = ReadingBuilder()
    for kind, value in steps:
        if kind == "heading":
            builder.heading(*value)
        elif kind == "table":
            builder.table(value, header_rows=1)
        else:
            getattr(builder, kind)(value)
    return builder.build()


def test_a_heading_stays_with_its_text() -> None:
    reading = built(
        ("heading", ("Leave", 1)),
        ("heading", ("Carrying over", 2)),
        ("paragraph", "You may carry five days over."),
        ("heading", ("Selling", 2)),
        ("paragraph", LONG),
    )
    found = texts(reading)
    assert found[0] == "Leave\n\nCarrying over\n\nYou may carry five days over."
    assert found[1].startswith("Selling\n\nEvery member")
    assert [draft.heading_path for draft in drafts_of(reading)][:2] == [
        ("Leave", "Carrying over"),
        ("Leave", "Selling"),
    ]


def test_a_section_never_shares_a_passage_with_the_next() -> None:
    reading = built(
        ("heading", ("A", 1)), ("paragraph", "One."), ("heading", ("B", 1)), ("paragraph", "Two.")
    )
    assert texts(reading) == ["A\n\nOne.", "B\n\nTwo."]


def test_headings_without_text_go_with_what_follows_or_stand_at_the_end() -> None:
    reading = built(
        ("heading", ("Reserved", 1)),
        ("heading", ("Leave", 1)),
        ("paragraph", "Text."),
        ("heading", ("Annex", 1)),
    )
    assert texts(reading) == ["Reserved\n\nLeave\n\nText.", "Annex"]
    only = built(("heading", ("Nothing else", 1)))
    assert texts(only) == ["Nothing else"]


def test_many_headings_without_text_are_not_lost_to_the_model() -> None:
    """A list of contents read as headings: what is past the model's sight would be unfindable."""
    reading = built(
        *(("heading", (f"Chapter {n} on the keeping of records", 1)) for n in range(60)),
        ("paragraph", "At last some text."),
    )
    drafts = drafts_of(reading)
    assert len(drafts) > 1
    for draft in drafts:
        own = reading.text[draft.start : draft.end]
        assert count(embedded_text("", draft.heading_path, draft.context, own)) <= READ_TOKENS


def test_a_long_paragraph_is_cut_between_sentences() -> None:
    reading = built(("paragraph", LONG))
    found = texts(reading)
    assert len(found) > 2
    for text in found:
        assert text.startswith("Every") and text.endswith(".")
        assert count(text) <= BODY_TOKENS
    assert " ".join(found) == LONG


def test_a_sentence_longer_than_a_passage_is_cut_at_spaces() -> None:
    sentence = "word " * 300 + "1.2.3-4/5:6;7 " * 60 + "end"  # its second half is dense
    found = texts(built(("paragraph", sentence)))
    assert " ".join(found).split() == sentence.split()
    assert all(count(text) <= BODY_TOKENS for text in found)


def test_a_word_longer_than_a_passage_is_cut() -> None:
    word = "-" * 1000
    found = texts(built(("paragraph", word)))
    assert "".join(found) == word
    assert all(count(text) <= BODY_TOKENS for text in found)


def test_a_table_that_fits_is_whole() -> None:
    rows = [["Grade", "Days"], *([f"Grade {n}", str(n)] for n in range(20))]
    reading = built(("paragraph", LONG), ("table", rows))
    table = reading.blocks[1].text
    assert any(table in text for text in texts(reading))


def test_a_long_table_is_cut_between_rows_and_keeps_its_header_in_view() -> None:
    rows = [["Grade", "Days"], *([f"Grade {n}", f"{n} days of leave"] for n in range(120))]
    reading = built(("table", rows))
    drafts = drafts_of(reading)
    lines = [line for text in texts(reading) for line in text.split("\n")]
    assert lines == reading.text.split("\n")
    assert len(drafts) > 3
    assert drafts[0].context == ""
    assert {draft.context for draft in drafts[1:]} == {"Grade | Days"}


def test_a_row_longer_than_a_passage_is_not_cut() -> None:
    row = ["cell " * 100, "other " * 150]
    reading = built(("table", [["A", "B"], row, ["x", "y"]]))
    assert sum(reading.blocks[0].text.split("\n")[1] in text for text in texts(reading)) == 1


def test_a_split_list_keeps_its_lead_in() -> None:
    reading = built(
        ("paragraph", "This is how it is done. Before you travel you must:"),
        *(("list_item", f"- {SENTENCE} Item {n}") for n in range(30)),
        ("paragraph", "After that nothing more is asked."),
        ("list_item", "- a stray item"),
    )
    drafts = drafts_of(reading)
    assert len(drafts) > 2
    assert drafts[0].context == ""
    assert {draft.context for draft in drafts[1:-1]} == {"Before you travel you must:"}


def test_embedded_text_says_the_path_once() -> None:
    assert (
        embedded_text(
            "Leave policy", ("Leave", "Selling"), "You must:", "Leave\n\nSelling\n\n- ask"
        )
        == "Leave policy › Leave › Selling\nYou must:\n- ask"
    )
    assert embedded_text("", ("Annex",), "", "Annex") == "Annex\nAnnex"
    assert embedded_text("Leave", ("Leave",), "", "Leave\n\nText") == "Leave\nText"


def test_a_long_path_leaves_room_for_the_text() -> None:
    path = tuple(f"Part {n} on {'the keeping of records ' * 8}" for n in range(6))
    reading = built(
        *(("heading", (text, level)) for level, text in enumerate(path, start=1)),
        ("paragraph", LONG),
    )
    title = "A long title about records " * 8
    for draft in split(reading, count, title):
        own = reading.text[draft.start : draft.end]
        whole = embedded_text(title, draft.heading_path, draft.context, own)
        assert count(whole) <= READ_TOKENS
        assert path[-1].strip()[:50] in whole, "the nearest heading is the last to go"


def random_reading(seed: int) -> Reading:
    """What a reader might make of a policy: anything in any order, mostly of ordinary size."""
    rng = random.Random(seed)
    words = (
        "leave",
        "staff",
        "£30,000",
        "must",
        "4.2",
        "manager",
        "day-to-day",
        "s.21A",
        "é",
        "HR",
    )

    def line(most: int) -> str:
        parts = [
            " ".join(rng.choices(words, k=rng.randint(1, 25))).capitalize() + rng.choice(".?!:")
            for _ in range(rng.randint(1, most))
        ]
        return " ".join(parts)

    builder = ReadingBuilder()
    for _ in range(rng.randint(1, 40)):
        match rng.randrange(7):
            case 0 | 1:
                builder.heading(
                    " ".join(rng.choices(words, k=rng.randint(1, 8))), rng.randint(1, 5)
                )
            case 2:
                builder.paragraph(line(6))
            case 3:
                builder.paragraph(line(60))
            case 4:
                for _ in range(rng.randint(1, 20)):
                    builder.list_item(f"- {line(2)}", rng.randint(0, 2))
            case 5:
                width = rng.randint(1, 5)
                rows = [[rng.choice(words)] * width for _ in range(rng.randint(1, 60))]
                builder.table(rows, header_rows=rng.randint(0, 1))
            case _:
                builder.code("\n".join(line(1) for _ in range(rng.randint(1, 30))))
    return builder.build()


@pytest.mark.parametrize("seed", range(150))
def test_whatever_is_read(seed: int) -> None:
    reading = random_reading(seed)
    title = "Leave policy" if seed % 2 else ""
    drafts = split(reading, count, title)
    assert all(0 <= d.start < d.end <= len(reading.text) for d in drafts)
    assert all(one.end <= other.start for one, other in pairwise(drafts)), "in order, apart"
    covered = set[int]()
    for draft in drafts:
        covered.update(range(draft.start, draft.end))
    for block in reading.blocks:
        lost = [at for at in range(block.start, block.end) if at not in covered]
        assert all(reading.text[at].isspace() for at in lost), block
        if block.kind is BlockKind.HEADING:
            continue
        inside = [d for d in drafts if d.start < block.end and block.start < d.end]
        assert {draft.heading_path for draft in inside} == {block.heading_path}
        if block.kind is BlockKind.TABLE:
            at = block.start
            for row in block.text.split("\n"):
                assert any(d.start <= at and at + len(row) <= d.end for d in drafts), "row was cut"
                at += len(row) + 1
    for draft in drafts:
        own = reading.text[draft.start : draft.end]
        assert own == own.strip("\n ") or own.startswith("  "), "no white space at the ends"
        whole = embedded_text(title, draft.heading_path, draft.context, own)
        assert count(whole) <= READ_TOKENS, "more than the model reads"


def test_the_real_model_reads_all_of_it(embedded: EmbeddedModel) -> None:
    for seed in range(12):
        reading = random_reading(1_000 + seed)
        for draft in split(reading, embedded.count_tokens, "Leave policy"):
            own = reading.text[draft.start : draft.end]
            whole = embedded_text("Leave policy", draft.heading_path, draft.context, own)
            assert embedded.count_tokens(whole) + 2 <= embedded.max_tokens
