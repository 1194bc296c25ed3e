"""Which sentences of a message ask, which tell the story around them, and what it replies to."""

from __future__ import annotations

from assistant.answers.answer import History
from knowledge.language.sentences import sentences

#: What a clause that asks opens with, and whom it asks about; for patterns.
WH = r"(?:who|whom|whose|what|which|when|where|why|how)"
AUXILIARY = r"(?:can|could|may|must|do|does|did|am|is|are|was|were|have|has|should|will|would)"
SUBJECT = r"(?:i|we|you|they|he|she|it|my|our|your|the|this|that|there|anyone)"


def asked_proper(question: str) -> str:
    """The sentences that ask, where others tell the story around them; else the whole."""
    return told_and_asked(question)[1]


def told_and_asked(question: str) -> tuple[str, str]:
    """The sentences around those that ask with a question mark, and those; "" and the whole where
    none does."""
    spoken = [question[start:end] for start, end in sentences(question)]
    asking = [sentence for sentence in spoken if sentence.endswith("?")]
    if not asking:
        return "", question
    told = (sentence for sentence in spoken if not sentence.endswith("?"))
    return " ".join(told), " ".join(asking)


def asked_back(history: History) -> History:
    """The turns from the question on that the last of ours ask back about; () where the last does
    not ask."""
    start = len(history)
    while start >= 2 and history[start - 1].asks:
        start -= 2
    return history[start:]
