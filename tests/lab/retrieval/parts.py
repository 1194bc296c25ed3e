"""One set's pieces and indexes, each made when a variant first needs it."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from types import TracebackType
from typing import Self

from knowledge.embeddings import Embeddings
from knowledge.language.sentences import sentences
from tests.lab.evaluation.questions import LabelledQuestion
from tests.lab.retrieval.cutting import Piece, passages, windows
from tests.lab.retrieval.documents import BenchDocument
from tests.lab.retrieval.indexes import Meaning, Sentences, Words
from tests.lab.retrieval.product import Product, product
from tests.lab.retrieval.ranking import asked, order
from tests.lab.retrieval.sets import LabelledSet
from tests.lab.retrieval.variants import Variant

#: Passages whose texts are compared with the spans.
SHOWN = 5
#: A sentence of fewer characters says nothing alone.
SENTENCE_CHARACTERS = 15


class Parts:
    """Use in a `with` block; what was made is let go at its end."""

    def __init__(
        self, labelled: LabelledSet, documents: Sequence[BenchDocument], model: Embeddings
    ) -> None:
        self._set = labelled
        self._documents = documents
        self._model = model
        self._pieces: dict[int | None, list[Piece]] = {}
        self._words: dict[tuple[object, ...], Words] = {}
        self._meanings: dict[tuple[object, ...], Meaning] = {}
        self._sentences: Sentences | None = None
        self._products: dict[bool, Product] = {}
        self._open = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._open.close()

    def passages(self, variant: Variant) -> int:
        return self._whole(variant).passages if variant.whole else len(self._cut(variant))

    def search(self, variant: Variant, question: LabelledQuestion) -> tuple[list[str], list[str]]:
        """(documents, the first passages' texts), each best first."""
        if variant.whole:
            return self._whole(variant)(question)
        pieces = self._cut(variant)
        ranked = order(
            variant,
            asked(variant, question),
            self._words_of(variant),
            self._meaning_of(variant),
            [piece.document for piece in pieces],
            self._sentences_of(pieces) if variant.sentences else None,
        )
        seen = dict.fromkeys(pieces[one].document for one in ranked)
        documents = [self._documents[one] for one in seen]
        names = [name for one in documents for name in (one.name, *one.doubles)]
        return [self._set.document(name) for name in names], [
            pieces[one].text for one in ranked[:SHOWN]
        ]

    def _whole(self, variant: Variant) -> Product:
        if variant.glossary not in self._products:
            opened = product(self._set, self._documents, self._model, glossary=variant.glossary)
            self._products[variant.glossary] = self._open.enter_context(opened)
        return self._products[variant.glossary]

    def _cut(self, variant: Variant) -> list[Piece]:
        size = None if variant.plain else variant.body_tokens
        if size not in self._pieces:
            self._pieces[size] = (
                windows(self._documents)
                if size is None
                else passages(self._documents, self._model.count_tokens, size)
            )
        return self._pieces[size]

    def _words_of(self, variant: Variant) -> Words:
        key = (variant.plain, variant.body_tokens, variant.frame_words, variant.context)
        if key not in self._words:
            self._words[key] = Words(_row(piece, variant) for piece in self._cut(variant))
        return self._words[key]

    def _meaning_of(self, variant: Variant) -> Meaning:
        key = (
            variant.plain,
            variant.body_tokens,
            variant.embed_title,
            variant.embed_headings,
            variant.context,
        )
        if key not in self._meanings:
            texts = [
                piece.embedded(
                    title=variant.embed_title,
                    headings=variant.embed_headings,
                    context=variant.context,
                )
                for piece in self._cut(variant)
            ]
            self._meanings[key] = Meaning(self._model, texts)
        return self._meanings[key]

    def _sentences_of(self, pieces: Sequence[Piece]) -> Sentences:
        """Each with the nearest heading in front, without which many could be about anything."""
        if self._sentences is None:
            self._sentences = Sentences(self._model, [_sentences(piece) for piece in pieces])
        return self._sentences


def _row(piece: Piece, variant: Variant) -> tuple[str, str, str]:
    if variant.plain:
        return "", "", f"{piece.title}\n{piece.text}"
    body = f"{piece.context} {piece.text}" if variant.context else piece.text
    if not variant.frame_words:
        return "", "", body
    return piece.title, " ".join(piece.headings), body


def _sentences(piece: Piece) -> list[str]:
    head = piece.headings[-1] if piece.headings else piece.title
    return [
        f"{head}: {piece.text[start:end]}"
        for start, end in sentences(piece.text)
        if end - start > SENTENCE_CHARACTERS
    ]
