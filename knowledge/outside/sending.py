"""What leaves this machine for a question, told to whoever writes its receipt."""

from __future__ import annotations

from dataclasses import dataclass

from knowledge.runtime.hearing import Hearing


@dataclass(frozen=True, slots=True)
class Sent:
    """What a search sent to a reranking or an embedding server: the question, and passages."""

    host: str  # "rerank.example.gov.uk"
    model: str  # empty: the server has but one
    passages: int
    characters: int
    answered: bool  # False: sent, but the order is our own


_sent = Hearing[Sent]("sent")
hearing = _sent.by


def tell(sent: Sent) -> None:
    _sent.tell(sent)
