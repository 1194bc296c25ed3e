"""The glossary on the Library page: decided on with buttons that say what they do."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from knowledge.glossary.entries import Entry, EntryState, SeenAt
from tests.knowledge.doubles import TestLibrary, WordVectors
from tests.people import HERE
from ui import services
from ui.parts.common.render import part

POLICY = "The Senior Responsible Owner (SRO) and the Programme Board (PB) meet."


def _page() -> None:
    import streamlit as st

    from ui.parts.library import glossary
    from ui.services import services

    if message := st.session_state.pop("done", None):
        st.html(message)
    glossary.draw(services().library)


@pytest.fixture
def page(home: Path) -> Iterator[AppTest]:
    """The part alone, over a library with one document."""
    with TestLibrary.open(home) as library:
        library.double = WordVectors()
        library.load(POLICY, "boards.md")
    yield AppTest.from_function(_page, default_timeout=30).run()
    services.close()


def words(page: AppTest) -> str:
    assert not page.exception
    return "\n".join(str(element.proto.body) for element in page.get("html"))


def press(page: AppTest, label: str) -> AppTest:
    (button,) = [one for one in page.button if one.label == label]
    return button.click().run()


def states(page: AppTest) -> dict[str, str]:
    found = services.services().library.glossary.entries(HERE)
    return {one.short: one.state.value for one in found}


def test_confirm_refuse_and_remove(page: AppTest) -> None:
    assert "2 suggestions to decide on, 0 confirmed" in words(page)
    assert [one.label for one in page.button][:2] == ["Confirm PB", "Not this: PB"]

    press(page, "Confirm SRO")
    assert "Confirmed: SRO is Senior Responsible Owner." in words(page)
    press(page, "Not this: PB")
    assert states(page) == {"SRO": "confirmed", "PB": "refused"}
    assert "0 suggestions to decide on, 1 confirmed" in words(page)

    page.selectbox[0].set_value("Confirmed").run()
    assert "Senior Responsible Owner" in words(page)
    assert "Programme Board" not in words(page)
    page.selectbox[0].set_value("Refused").run()

    press(page, "Remove PB")
    assert "so it is a suggestion again" in words(page)
    assert states(page)["PB"] == "suggested"


def test_added_and_found(page: AppTest) -> None:
    page.text_input[1].set_value("RAG")
    page.text_input[2].set_value("Red, Amber, Green")
    press(page, "Add to the glossary")
    assert states(page)["RAG"] == "confirmed"
    assert [one.value for one in page.text_input] == ["", "", ""]

    page.text_input[0].set_value("amber").run()
    assert "Red, Amber, Green" in words(page)
    assert "Programme Board" not in words(page)


def test_what_cannot_be_added_is_said_and_kept_in_the_form(page: AppTest) -> None:
    page.text_input[1].set_value("R A G")
    press(page, "Add to the glossary")
    assert "A short form is one word" in words(page)
    assert page.text_input[1].value == "R A G"


def test_looking_again(page: AppTest) -> None:
    press(page, "Look through all documents for acronyms")
    assert "1 document looked through." in words(page)


def test_no_words_of_a_document_become_markup() -> None:
    place = SeenAt(1, "<img src=x>", 2, 3, 9)
    entry = Entry("<b>", "<script>", "<b>", "script", EntryState.SUGGESTED, (place,))
    shown = part("library/glossary", "row", entry=entry)
    assert "<script>" not in shown and "<img" not in shown and "<b>" not in shown
    assert "/document?version=2&amp;start=3&amp;end=9" in shown
