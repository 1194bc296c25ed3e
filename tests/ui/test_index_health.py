"""The look at the index: kept, but not past a change nor while something is wrong."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from streamlit.testing.v1 import AppTest

from knowledge.access import Asker
from knowledge.library import Health
from ui.parts.library import index_health

WELL = Health(True, "The index is well: 3 passages in force.")
ILL = Health(False, "The index needs mending.", ["HR: 2 passages are missing from it."])


class Library:
    """As much of a library as the part asks for."""

    home = SimpleNamespace(path="here")
    health = WELL
    passages = 3
    looks = 0

    def index_health(self, asker: Asker) -> Health:
        self.looks += 1
        return self.health


LIBRARY = Library()


def script() -> None:
    from tests.ui.test_index_health import LIBRARY
    from ui.parts.library import index_health

    index_health.draw(LIBRARY, LIBRARY.passages)  # type: ignore[arg-type]


@pytest.fixture
def page() -> AppTest:
    index_health._looked.clear()
    LIBRARY.health, LIBRARY.passages, LIBRARY.looks = WELL, 3, 0
    return AppTest.from_function(script, default_timeout=60).run()


def test_a_second_draw_does_not_look_again(page: AppTest) -> None:
    page.run()
    assert LIBRARY.looks == 1
    assert not page.exception


def test_a_change_in_the_library_is_looked_at(page: AppTest) -> None:
    LIBRARY.passages = 4
    page.run()
    assert LIBRARY.looks == 2


def test_what_is_wrong_is_looked_at_again_until_it_is_mended(page: AppTest) -> None:
    LIBRARY.health, LIBRARY.passages = ILL, 4
    page.run()
    LIBRARY.health = WELL
    page.run()
    page.run()
    assert LIBRARY.looks == 3
