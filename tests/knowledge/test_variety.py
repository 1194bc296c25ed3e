"""What is shown of a ranking: the same words once, and not one document alone."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from knowledge.documents.types import Passage
from knowledge.search.variety import with_another_document, without_repeats
from tests.knowledge.doubles import TestLibrary
from tests.people import HERE

RULE = "You may carry over ten days of annual leave into the next leave year, and no more than ten."


def test_repeats_count_once_at_their_best_place(library: TestLibrary) -> None:
    library.load(f"# Leave\n\n{RULE}", "leave.md", collection="Everyone")
    library.load(f"# Leave\n\n{RULE} Ask HR.", "leave-copy.md", collection="Managers")
    library.load(f"# Contracts\n\n{RULE}", "contracts.md", collection="Everyone")
    found = library.search("How much annual leave may I carry over?", HERE)
    titles = [one.passage.title for one in found]
    assert sorted(titles) == ["Contracts", "Leave"], "another title stays"


def test_only_the_same_words_are_repeats() -> None:
    rule = Passage(1, 1, 1, 1, 1, "Leave", "leave.md", "HR", ("Leave",), None, 0, len(RULE), RULE)
    nearly = replace(rule, id=2, text=RULE.replace("ten days", "twelve days"))
    other = replace(rule, id=3, text="Ask your manager before you book any leave at all.")
    passages = {1: rule, 2: nearly, 3: other}
    same = np.full(4, 0.5, np.float32)
    vectors = {1: same, 2: same, 3: same}
    assert without_repeats([1, 2, 3], passages, vectors) == [1, 2, 3], "another number is no repeat"
    passages[2] = replace(nearly, text=f"{RULE} Ask.")
    assert without_repeats([1, 2, 3], passages, vectors) == [1, 3]
    assert without_repeats([2, 1, 3], passages, vectors) == [2, 3]
    assert without_repeats([1, 2, 3], passages, {}) == [1, 2, 3]
    far = {**vectors, 2: np.eye(4, dtype=np.float32)[0]}
    assert without_repeats([1, 2, 3], passages, far) == [1, 2, 3]


def test_one_document_does_not_have_all_first_places() -> None:
    owners = dict.fromkeys(range(8), 10) | {8: 20, 9: 30}
    assert with_another_document([0, 1, 2, 3, 4, 5, 8, 9], owners) == [0, 1, 2, 3, 8, 4, 5, 9]
    assert with_another_document([0, 1, 2, 3, 8, 4], owners) == [0, 1, 2, 3, 8, 4]
    assert with_another_document([0, 1, 2, 3, 4, 5], owners) == [0, 1, 2, 3, 4, 5]
    assert with_another_document([0, 1], owners) == [0, 1]
