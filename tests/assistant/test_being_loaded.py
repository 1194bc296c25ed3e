"""What an answer says while another version of what it rests on is being loaded."""

from __future__ import annotations

from assistant.answers.answer import Status
from knowledge.access import Asker
from knowledge.catalogue.queue import BeingLoaded
from tests.assistant.asking import ask
from tests.assistant.fakes import PASSAGES, FakeLibrary, passage

CARRY = "Can I carry over 10 days of leave if my manager agrees?"


class Loading(FakeLibrary):
    """Two files are on their way; one is another version of the document with that number."""

    document = 1

    def being_loaded(self, asker: Asker) -> BeingLoaded:
        return BeingLoaded(2, frozenset((self.document,)))


def test_what_an_answer_rests_on_is_about_to_be_replaced() -> None:
    answer = ask(Loading(), CARRY)
    assert answer.status is Status.ANSWERED
    assert answer.currency == (
        "A new version of “Annual leave policy” is being loaded; this answer rests on the one "
        "before.",
    )


def test_nothing_is_said_of_what_is_not_cited() -> None:
    library = Loading((*PASSAGES, passage(9, "Dogs stay at home.", "Dogs")))
    library.document = 9
    assert ask(library, CARRY).currency == ()
    assert ask(FakeLibrary(), CARRY).currency == ()


def test_a_library_that_is_empty_only_for_now() -> None:
    answer = ask(Loading(()), CARRY)
    assert answer.status is Status.BLOCKED_EMPTY_LIBRARY
    assert answer.text == "Still loading 2 files: ask again when they are in force."
