"""The measuring tools themselves: a model without thought, a library grown without embedding."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from assistant.answering.assistant import Assistant
from assistant.answering.step import Checking
from assistant.answers.events import Finished
from knowledge.language.words import STOP_WORDS
from knowledge.library import Library
from knowledge.runtime.home import Home
from tests.homes import NewHome
from tests.lab import synthetic
from tests.lab.growth import Growth, grown_library
from tests.lab.instant_model import instant_model
from tests.lab.search_speed import search_figures
from tests.people import HERE


def test_synthetic_text_is_always_the_same_and_never_twice() -> None:
    assert synthetic.document(3, 5) == synthetic.document(3, 5)
    texts = {part.text for number in range(20) for part in synthetic.document(number, 20)[1]}
    assert len(texts) == 400
    plain = [part.text for number in range(20) for part in synthetic.plain_document(number, 20)[1]]
    assert len(set(plain)) == 400
    assert all(60 < len(text.split()) < 160 for text in [*plain, *texts])
    assert len(set(synthetic.questions(100))) == 100


@pytest.fixture(scope="module")
def grown(
    tmp_path_factory: pytest.TempPathFactory, new_home: NewHome
) -> Iterator[tuple[Library, Growth]]:
    with Library.open(new_home(tmp_path_factory.mktemp("grown") / "home")) as library:
        growth = Growth(library, "Manuals")
        assert growth.to(120, lambda _: None) > 0
        yield library, growth


def test_a_grown_library_is_searched_and_asked_like_any_other(
    grown: tuple[Library, Growth],
) -> None:
    library, _ = grown
    documents = library.documents(HERE)
    assert sum(one.current.passages for one in documents if one.current) == 120
    assert library.index_health(HERE).ok
    found = library.search(documents[0].title, HERE, 5)
    # Two processors round the embedded model's int8 differently, and these titles are alike.
    assert documents[0].title in [one.passage.title for one in found]

    with instant_model() as server:
        question = f"What does {documents[0].title} say of evidence?"
        events = list(
            Assistant(library, models=server.models(), checking=Checking(ask_model=False)).ask(
                HERE, question
            )
        )
    last = events[-1]
    assert isinstance(last, Finished)
    assert "[1]" in last.answer.text
    assert last.answer.mode == "model"
    assert len(server.own_ms) == 1
    assert server.own_ms[0] < 50


def test_a_kept_library_is_used_again_and_a_half_grown_one_is_not(tmp_path: Path) -> None:
    def grow() -> tuple[list[int], int]:
        steps: list[int] = []
        with grown_library(Home(tmp_path), 60, "Manuals", steps.append) as (library, seconds):
            assert seconds > 0
            documents = library.documents(HERE)
        return steps, sum(one.current.passages for one in documents if one.current)

    assert grow() == ([60], 60)
    assert grow() == ([], 60)
    (tmp_path / "grown.json").unlink()
    assert grow() == ([60], 60)


def test_vectors_are_of_unit_length_and_near_their_topic(grown: tuple[Library, Growth]) -> None:
    library, growth = grown
    _, sections = synthetic.document(1, 40)
    vectors = growth._vectors(sections, growth._noise(40))
    own_texts = [synthetic.topics()[part.topic] for part in sections]
    centres = library.embeddings.embed_passages(own_texts)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    own = (vectors * centres).sum(axis=1)
    assert own.min() > 0.5
    assert own.mean() > (vectors @ centres.T).mean() + 0.3


def test_words_are_as_frequent_as_in_a_language() -> None:
    texts = [part.text for number in range(40) for part in synthetic.document(number, 50)[1]]
    counts = Counter(word for text in texts for word in set(re.findall("[a-z]+", text.lower())))
    assert len(counts) > 10_000
    assert sorted(counts.values())[len(counts) // 2] <= 5, "most words are rare"
    words = [set(re.findall("[a-z]+", one.lower())) - STOP_WORDS for one in synthetic.questions(50)]
    shares = sorted(sum(counts[word] for word in some) / len(texts) for some in words)
    assert 0.1 < shares[25] < 0.6


def test_search_figures(grown: tuple[Library, Growth]) -> None:
    library, _ = grown
    figures = search_figures(library, synthetic.questions(40), warm_up=2)
    assert figures["recall"] == {"at_10": 1.0, "at_100": 1.0}
    assert figures["search_ms"]["n"] == 18
    assert set(figures["parts_ms"]) == {"embed", "rights", "nearest", "words", "reads"}
    assert figures["readers"]["searches_per_second"] > 0
    assert min(figures[name] for name in ("catalogue_mb", "index_mb", "chroma_rss_mb")) > 0
