"""The measuring tools themselves: a model without thought, a library grown without embedding."""

from __future__ import annotations

import numpy as np

from assistant.answering import Assistant
from assistant.answers import Finished
from assistant.evaluation import synthetic
from assistant.evaluation.growth import Growth
from assistant.evaluation.instant_model import NAME, instant_model
from assistant.models import Models
from knowledge.access import LOCAL_READER
from knowledge.library import Library
from knowledge.provider import Provider


def test_synthetic_text_is_always_the_same_and_never_twice() -> None:
    assert synthetic.document(3, 5) == synthetic.document(3, 5)
    texts = {part.text for number in range(20) for part in synthetic.document(number, 20)[1]}
    assert len(texts) == 400
    assert len(set(synthetic.questions(100))) == 100


def test_a_grown_library_is_searched_and_asked_like_any_other() -> None:
    with Library.open() as library:
        Growth(library, "Manuals").to(120, lambda _: None)
        documents = library.documents(LOCAL_READER)
        assert sum(one.current.passages for one in documents if one.current) == 120
        assert library.index_health().ok
        found = library.search("Who decides about parking permits?", LOCAL_READER, 5)
        assert "arking permits" in found[0].passage.text

        with instant_model() as server:
            models = Models(NAME, Provider("openai", server.url, "none"))
            events = list(Assistant(library, models=models).ask("Who decides about gifts?"))
        last = events[-1]
        assert isinstance(last, Finished)
        assert "[1]" in last.answer.text
        assert last.answer.mode == "model"
        assert len(server.own_ms) == 1
        assert server.own_ms[0] < 50


def test_vectors_are_of_unit_length_and_near_their_subject() -> None:
    with Library.open() as library:
        growth = Growth(library, "Manuals")
        _, sections = synthetic.document(1, 40)
        vectors = growth._vectors(sections)
        centres = library.embeddings.embed_passages(synthetic.subjects())
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    nearest = (vectors @ centres.T).argmax(axis=1)
    assert [part.subject for part in sections] == list(nearest)
