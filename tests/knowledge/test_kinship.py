"""Which document a file is a version of, where its name and its text do not say the same."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from knowledge.curation.suggestions import Succession, Suggestion
from knowledge.documents.likeness import NEARLY, UNRELATED, WordPairs
from knowledge.documents.statements import Field
from knowledge.documents.types import Job, JobState
from knowledge.errors import BernardError
from knowledge.library import Details, NewFile
from tests.knowledge.doubles import TestLibrary, WordVectors
from tests.knowledge.test_loading import mark
from tests.people import BY, HERE

KITCHEN = """# Kitchen

The kitchen on the second floor is cleaned each evening. Mugs that are left in the sink are thrown
away on Fridays. Report a broken kettle to {} Facilities."""
VISITORS = """# Visitors

Every visitor signs in at reception and wears a yellow badge. The host walks with {} the visitor at
all times and hands the badge back within 2 hours of the end of the visit."""


class Shelf:
    """A collection of one test's own."""

    def __init__(self, library: TestLibrary, name: str) -> None:
        self.library = library
        self.name = name

    def load(self, text: str, name: str, **details: Any) -> Job:
        return self.library.load(text, name, self.name, Details(**details))


@pytest.fixture
def shelf(library: TestLibrary, model: WordVectors) -> Shelf:
    return Shelf(library, mark())


def suggested(library: TestLibrary, document_id: int | None) -> list[Suggestion]:
    return [one for one in library.suggestions.listed(HERE) if one.document_id == document_id]


def in_force(library: TestLibrary, *document_ids: int | None) -> list[bool]:
    return [library.document(HERE, one or 0).current is not None for one in document_ids]


class TestSameName:
    def test_another_text_replaces_nothing_and_is_asked_about(self, shelf: Shelf) -> None:
        name = f"{mark()}.md"
        first = shelf.load(KITCHEN, name)
        second = shelf.load(VISITORS, name)
        assert second.state is JobState.ASKED
        assert second.document_id == first.document_id
        assert "“Kitchen” goes by the same name" in second.reason
        assert "nothing was replaced" in second.reason
        assert shelf.library.document(HERE, first.document_id or 0).current is not None
        assert len(shelf.library.versions(HERE, first.document_id or 0)) == 1

    def test_an_edited_text_is_the_next_version(self, shelf: Shelf) -> None:
        name = f"{mark()}.md"
        shelf.load(VISITORS, name)
        edited = VISITORS.replace("2 hours", "30 minutes").replace("yellow badge", "green pass")
        assert "It replaces the version before" in shelf.load(edited, name).reason

    def test_a_text_of_three_words_is_not_judged(self, shelf: Shelf) -> None:
        name = f"{mark()}.md"
        shelf.load("Closed.", name)
        assert shelf.load("Open again.", name).state is JobState.LOADED

    def test_it_goes_on_as_the_next_version_when_a_curator_says_so(self, shelf: Shelf) -> None:
        name = f"{mark()}.md"
        first = shelf.load(KITCHEN, name)
        asked = shelf.load(VISITORS, name)
        shelf.library.answer(HERE, asked.id, replace=True)
        shelf.library.work()
        ended = shelf.library.job(asked.id)
        assert (ended.state, ended.document_id) == (JobState.LOADED, first.document_id)
        assert len(shelf.library.versions(HERE, first.document_id or 0)) == 2

    def test_it_goes_on_as_its_own_and_is_known_by_its_text_from_then_on(
        self, shelf: Shelf
    ) -> None:
        word = mark()
        name, visitors = f"{word}.md", VISITORS.format(word)
        first = shelf.load(KITCHEN, name)
        asked = shelf.load(visitors, name)
        shelf.library.answer(HERE, asked.id, replace=False)
        shelf.library.work()
        own = shelf.library.job(asked.id)
        assert own.state is JobState.LOADED
        assert own.document_id != first.document_id
        assert all(in_force(shelf.library, first.document_id, own.document_id))
        assert shelf.load(visitors, name).state is JobState.UNCHANGED
        edited = shelf.load(visitors.replace("2 hours", "3 hours"), name)
        assert edited.document_id == own.document_id
        assert edited.state is JobState.LOADED
        mended = shelf.load(KITCHEN.replace("evening", "morning"), name)
        assert mended.document_id == first.document_id

    def test_what_is_not_asked_cannot_be_answered(self, shelf: Shelf) -> None:
        job = shelf.load(KITCHEN.format(mark()), f"{mark()}.md")
        with pytest.raises(BernardError, match="Nothing is asked"):
            shelf.library.answer(HERE, job.id, replace=True)

    def test_it_can_be_left_out(self, shelf: Shelf) -> None:
        name = f"{mark()}.md"
        shelf.load(KITCHEN, name)
        asked = shelf.load(VISITORS, name)
        assert shelf.library.cancel(HERE, asked.id).state is JobState.CANCELLED

    def test_the_same_file_added_again_asks_once(self, shelf: Shelf) -> None:
        name = f"{mark()}.md"
        shelf.load(KITCHEN, name)
        asked, again = shelf.load(VISITORS, name), shelf.load(VISITORS, name)
        assert shelf.library.job(asked.id).state is JobState.CANCELLED
        assert again.state is JobState.ASKED

    def test_what_a_curator_names_is_not_asked_about(self, shelf: Shelf) -> None:
        word = mark()
        first = shelf.load(KITCHEN.format(word), f"{word}.md")
        named = first.document_id
        assert shelf.load(VISITORS, f"{word}.md", replaces=named).state is JobState.LOADED

    @pytest.mark.parametrize("together", [False, True])
    def test_two_of_one_name_in_one_drop(self, shelf: Shelf, together: bool) -> None:
        word = mark()
        name, text = f"{word}.md", VISITORS.format(word)
        new = [NewFile(one.encode(), name, shelf.name) for one in (text, text.replace("2", "3"))]
        if together:
            jobs = shelf.library.add_together(HERE, new)
        else:
            jobs = [
                shelf.library.add(HERE, one.content, name, shelf.name, batch=word) for one in new
            ]
        shelf.library.work()
        first, second = (shelf.library.job(one.id) for one in jobs)
        assert (first.state, second.state) == (JobState.LOADED, JobState.ASKED)
        assert "were added together" in second.reason

    def test_the_folders_of_two_teams_hold_two_documents(self, shelf: Shelf) -> None:
        word = mark()
        jobs = [
            shelf.library.add(
                HERE, text.format(word).encode(), "rules.md", shelf.name, source=f"{team}/{word}"
            )
            for team, text in (("one", KITCHEN), ("two", VISITORS))
        ]
        shelf.library.work()
        assert [shelf.library.job(one.id).state for one in jobs] == [JobState.LOADED] * 2

    def test_an_older_one_does_not_replace_a_newer(self, shelf: Shelf) -> None:
        word = mark()
        dated = VISITORS.format(word) + "\n\nThis policy is effective from {}.\n"
        shelf.load(dated.format("1 April 2025"), f"{word}.md")
        older = shelf.load(dated.format("1 April 2023"), f"{word}.md")
        assert older.state is JobState.ASKED
        assert "in force from 1 April 2023: it is older than “Visitors”" in older.reason
        assert shelf.load(dated.format("1 April 2026"), f"{word}.md").state is JobState.LOADED


class TestOtherName:
    def test_nearly_the_same_text_is_offered_as_the_next_version(self, shelf: Shelf) -> None:
        word = mark()
        text = VISITORS.format(word)
        old = shelf.load(text, f"{word}.md")
        new = shelf.load(text.replace("2 hours", "1 day"), f"{word}-final.md")
        assert new.state is JobState.LOADED
        assert f"nearly that of “Visitors” ({word}.md): it looks like its next ver" in new.reason
        assert all(in_force(shelf.library, old.document_id, new.document_id))
        ids = [one for one in (old.document_id, new.document_id) if one]
        found = shelf.library.suggestions.replacing(HERE, ids)
        assert found == [Succession(newer=ids[1], older=ids[0], stated=False)]
        shelf.library.suggestions.look_again(HERE)
        (said,) = suggested(shelf.library, new.document_id)
        assert said.field is Field.REPLACES
        assert said.other is not None and said.other.id == old.document_id
        assert said.by_its_text
        shelf.library.suggestions.confirm(HERE, said.version_id, said.field)
        assert in_force(shelf.library, old.document_id, new.document_id) == [False, True]

    def test_the_number_tells_which_where_three_have_one_title(self, shelf: Shelf) -> None:
        words = [mark() for _ in range(2)]
        others = [shelf.load(f"# Sheds\n\nThe {one} {one}er shed.", f"{one}.md") for one in words]
        text = f"# Sheds\n\nThe {words[0]} {words[0]}er shed, painted."
        new = shelf.load(text, f"{mark()}.md")
        (said,) = suggested(shelf.library, new.document_id)
        assert said.other is not None and said.other.id == others[0].document_id

    def test_an_older_one_is_offered_as_replaced(self, shelf: Shelf) -> None:
        word = mark()
        text = VISITORS.format(word)
        new = shelf.load(text, f"{word}.md", effective_from=date(2025, 4, 1))
        begins = date(2021, 4, 1)
        old = shelf.load(text.replace("2 hours", "1 day"), f"{word}-old.md", effective_from=begins)
        assert "it looks like an earlier version of it" in old.reason
        (said,) = suggested(shelf.library, old.document_id)
        assert said.field is Field.REPLACED_BY
        shelf.library.suggestions.confirm(HERE, said.version_id, said.field)
        assert in_force(shelf.library, old.document_id, new.document_id) == [False, True]

    def test_two_at_once(self, shelf: Shelf) -> None:
        word = mark()
        text = VISITORS.format(word)
        jobs = [shelf.library.put(f"{text} Part {n}.", f"{n}.md", shelf.name) for n in range(2)]
        shelf.library.work()
        assert suggested(shelf.library, shelf.library.job(jobs[1].id).document_id)

    def test_nothing_is_said_of_another_text(self, shelf: Shelf) -> None:
        shelf.load(VISITORS, "visitors.md")
        assert shelf.load(KITCHEN, "kitchen.md").reason == "Loaded: 1 passage."

    def test_nothing_is_said_of_another_collection(self, shelf: Shelf) -> None:
        shelf.load(VISITORS, "visitors.md")
        other = shelf.library.load(VISITORS + " Always.", "guests.md", f"Not {shelf.name}")
        assert other.reason == "Loaded: 1 passage."

    def test_the_form_is_told_before(self, shelf: Shelf) -> None:
        word = mark()
        text = VISITORS.format(word).replace("# Visitors", f"# Visitors {word}")
        document = shelf.library.document(HERE, shelf.load(text, f"{word}.md").document_id or 0)
        edited = text.replace("2 hours", "1 day")
        said = shelf.library.predecessor(HERE, document.collection_id, "Guests", edited)
        assert said == document.title
        assert shelf.library.predecessor(HERE, document.collection_id, word, "Of boats only.") == ""


def test_a_job_that_goes_on_after_a_kill_keeps_its_offer(shelf: Shelf) -> None:
    word = mark()
    shelf.load(VISITORS.format(word), f"{word}.md")
    job = shelf.library.put(VISITORS.format(word) + " Again.", f"{word}-2.md", shelf.name)
    loader = shelf.library.loader(BY)
    reading = loader._make_ready, loader._put_in_force
    loader._put_in_force = lambda *_: None  # type: ignore[method-assign]
    loader.run(job.id)
    loader._make_ready, loader._put_in_force = reading  # type: ignore[method-assign]
    loader.run(job.id)
    assert "looks like its next version" in shelf.library.job(job.id).reason


def test_shares() -> None:
    one, other = WordPairs(KITCHEN), WordPairs(VISITORS)
    assert one.shared(one).of_longer == 1.0
    assert one.shared(other).of_shorter < UNRELATED
    figures = WordPairs(KITCHEN.replace("second", "2")), WordPairs(KITCHEN.replace("second", "3"))
    assert figures[0].shared(figures[1]).of_longer == 1.0
    longer = WordPairs(KITCHEN + VISITORS)
    assert one.shared(longer).of_shorter > 0.9
    assert one.shared(longer).of_longer < NEARLY
