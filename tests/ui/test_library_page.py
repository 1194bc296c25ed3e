"""The Library page shows what has come into force, also while it was being drawn."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from knowledge.library import Details
from tests.knowledge.doubles import TestLibrary, WordVectors
from ui import services

_PAGE = str(Path(services.__file__).parent / "views" / "library.py")


@pytest.fixture
def library(home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestLibrary]:
    with TestLibrary.open(home) as opened:
        opened.double = WordVectors()
        unused: Any = None
        mine = services.Services(opened, unused, unused, unused, unused)
        monkeypatch.setattr(services, "_services", mine)
        yield opened


def test_a_version_that_comes_into_force_while_the_page_is_drawn_is_shown_so(
    library: TestLibrary, monkeypatch: pytest.MonkeyPatch
) -> None:
    library.load("Boats cost £7 an hour.", "boats.md")
    document = library.named("boats.md")
    library.put("Boats cost £9 an hour.", "boats.md", details=Details(replaces=document.id))
    read = library.versions

    def read_and_loaded_then(*given: Any) -> Any:
        versions = read(*given)
        library.work()
        return versions

    monkeypatch.setattr(library, "versions", read_and_loaded_then)
    page = AppTest.from_file(_PAGE, default_timeout=60)
    page.query_params["document"] = str(document.id)
    page.run()
    assert not page.exception
    shown = "\n".join(str(element.proto.body) for element in page.get("html"))
    assert "Not yet in force" not in shown
    assert "Superseded" in shown
