"""The curators' list of conflicts: found, kept, dismissed, shown to those who may see both."""

from __future__ import annotations

import secrets

import pytest

from knowledge.curation.conflicts.differing import pair_key
from knowledge.errors import NotAllowed, NotFound
from tests.knowledge.doubles import TestLibrary, WordVectors
from tests.people import HERE, STRANGER, somebody


def test_found_dismissed_and_taken_back(library: TestLibrary, model: WordVectors) -> None:
    word = "w" + secrets.token_hex(6)
    one = f"Gifts of {word} worth £25 or more must be registered by staff."
    other = f"Gifts of {word} worth £30 or more must be registered by staff."
    library.load(f"# Gifts\n\n{one}", f"one-{word}.md")
    library.load(f"# Interests\n\n{other}", f"other-{word}.md", "Finance")
    conflicts = library.conflicts
    looked, listed = conflicts.look(HERE)
    assert looked >= 2
    assert listed == 1
    (found,) = conflicts.listed(HERE)
    assert {found.one.text, found.other.text} == {one, other}
    assert found.why in ("£25 or £30", "£30 or £25")
    text = library.text(HERE, found.one.version_id)
    assert text[found.one.start : found.one.end] == found.one.text

    assert conflicts.known(HERE, [pair_key(one, other)]) == {pair_key(one, other): True}
    conflicts.dismiss(HERE, found.id)
    assert conflicts.known(HERE, [pair_key(one, other)]) == {pair_key(one, other): False}
    assert conflicts.look(HERE)[1] == 0
    conflicts.take_back(HERE, found.id)
    assert conflicts.known(HERE, [pair_key(one, other)]) == {pair_key(one, other): True}

    with pytest.raises(NotAllowed):
        conflicts.listed(STRANGER)
    curator = somebody("other", curates=(9_999,))
    assert conflicts.listed(curator) == []
    with pytest.raises(NotFound):
        conflicts.dismiss(curator, found.id)

    library.withdraw(HERE, library.named(f"other-{word}.md").id)
    assert conflicts.listed(HERE) == []
