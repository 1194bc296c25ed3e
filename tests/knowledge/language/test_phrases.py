"""Phrase lists are counted: what is added to one has to be taken from another."""

from __future__ import annotations

from importlib.resources import files

from knowledge.language.phrases import sections

#: Entries of all lists together. It may only shrink.
BUDGET = 1_400

NAMES = sorted(
    name.removesuffix(".txt")
    for entry in files("knowledge.language").joinpath("lists").iterdir()
    if (name := entry.name).endswith(".txt")
)


def test_the_budget_holds() -> None:
    counts = {name: sum(map(len, sections(name).values())) for name in NAMES}
    assert sum(counts.values()) <= BUDGET, counts


def test_every_list_says_where_it_comes_from_and_repeats_nothing() -> None:
    for name in NAMES:
        content = files("knowledge.language").joinpath("lists", f"{name}.txt")
        assert content.read_text(encoding="utf-8").startswith("# "), name
        for section, entries in sections(name).items():
            assert len(entries) == len(set(entries)), (name, section)
