"""What the empty page offers: what can be answered from, questions that work, what leaves."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

from assistant.models import Models
from knowledge.documents.types import Collection, Document
from knowledge.language.wording import count, day, listed
from knowledge.outside.provider import Provider
from ui.parts.common.text import clipped
from ui.services import Services

HOW_MANY = 4


def covered(collections: Sequence[Collection], loading: int) -> str:
    """How many documents, in which collections, how new; and how many files are on their way."""
    filled = [collection for collection in collections if collection.documents]
    still = f"Still loading {count(loading, 'file')}."
    if not filled and loading:
        return f"{still} You can ask about them as soon as they are in force."
    if not filled:
        return "The library is empty. Add documents on the Library page, then ask about them."
    names = [collection.name for collection in filled]
    if len(names) > 4:
        names = [*names[:3], f"{len(names) - 3} more"]
    documents = sum(collection.documents for collection in filled)
    newest = max((one.newest for one in filled if one.newest), default=None)
    since = f" The newest is of {day(newest)}." if newest else ""
    return (
        f"Bernard answers from {count(documents, 'document')} in {listed(names)}, "
        f"and shows the words each answer rests on.{since}{f' {still}' if loading else ''}"
    )


def leaves(services: Services) -> str:
    """One sentence on what leaves the building."""
    if services.models is None:
        return (
            "What leaves the building: nothing. "
            "Answers are quoted from the documents on this machine."
        )
    models = services.models
    return (
        f"What leaves the building: your question and the passages found for it go to the language "
        f"model {models.main.name} at {_host(models.main.provider)}{_second(models)}."
    )


def _second(models: Models) -> str:
    if models.fallback is None:
        return ""
    return (
        f", or where that does not answer, to {models.fallback.name} at "
        f"{_host(models.fallback.provider)}"
    )


def _host(provider: Provider) -> str:
    return urlsplit(provider.base_url).hostname or "its server"


def questions(documents: Sequence[Document]) -> list[str]:
    """Four that work: the sample library's own, else one each for the newest documents."""
    sample = _sample(documents)
    if sample:
        return sample[:HOW_MANY]
    in_force = [document for document in documents if document.current]
    in_force.sort(key=lambda document: document.current.loaded_at, reverse=True)  # type: ignore[union-attr]
    return [f"What does “{clipped(document.title, 60)}” say?" for document in in_force[:HOW_MANY]]


def _sample(documents: Sequence[Document]) -> list[str]:
    from assistant.sample import examples, manifest

    sources = {document.source for document in documents if document.current}
    return examples() if any(entry.path in sources for entry in manifest()) else []
