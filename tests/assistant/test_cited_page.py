"""A citation's page is the page of the quoted words."""

from __future__ import annotations

from pathlib import Path

from knowledge.library import Library
from knowledge.loading.adding import Details
from knowledge.work import worker
from tests.assistant.asking import ask
from tests.knowledge.readers.files import Words, make_pdf
from tests.people import HERE


def test_words_on_the_second_page_are_cited_there(tmp_path: Path) -> None:
    pages: list[list[Words]] = [
        [
            (72, 780, 18, True, "Parking permits"),
            (72, 100, 11, False, "Permits for the staff car park are given out each April."),
        ],
        [(72, 780, 11, False, "A lost permit is replaced for a fee of £12 at the front desk.")],
    ]
    content = make_pdf(tmp_path / "parking.pdf", pages).read_bytes()
    with Library.open(tmp_path / "home") as library:
        library.add(HERE, content, "parking.pdf", "Estates", Details())
        worker.run(library.home, until_idle=True)
        answer = ask(library, "How much does a lost permit cost?")
    cited = {one.quote: one.page for claim in answer.claims for one in claim.citations}
    (fee,) = [page for quote, page in cited.items() if quote.startswith("A lost permit")]
    assert fee == 2
