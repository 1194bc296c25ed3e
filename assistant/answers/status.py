"""How a question ended, and what a check said of a claim: stored, counted, shown."""

from __future__ import annotations

from enum import StrEnum


class Status(StrEnum):
    """How a question ended. No status is a free string."""

    ANSWERED = "answered"
    PARTIAL = "partial"
    UNSURE = "unsure"
    NOT_COVERED = "not-covered"
    CLARIFY = "clarify"
    BLOCKED_EMPTY = "blocked-empty"
    BLOCKED_SMALL_TALK = "blocked-small-talk"  # a greeting, thanks: no question to the documents
    BLOCKED_TOO_LONG = "blocked-too-long"
    BLOCKED_EMPTY_LIBRARY = "blocked-empty-library"
    BLOCKED_MARKING = "blocked-marking"  # a protective marking above the deployment's limit
    BLOCKED_PERSONAL = "blocked-personal"  # personal data on its way to a model outside
    BLOCKED_JAILBREAK = "blocked-jailbreak"  # in stored answers alone: nothing ends so any more
    STOPPED = "stopped"
    ERROR_MODEL = "error-model"
    ERROR_INDEX = "error-index"
    ERROR_INTERNAL = "error-internal"

    @property
    def blocked(self) -> bool:
        """Whether the screen stopped the question: it was not searched for and not sent."""
        return self.value.startswith("blocked-")


class Verdict(StrEnum):
    """In the order in which they get worse."""

    SUPPORTED = "supported"
    PARTLY = "partly"
    UNSUPPORTED = "unsupported"
    CONTRADICTED = "contradicted"  # a source says otherwise

    @property
    def failed(self) -> bool:
        """Whether nothing bears it out."""
        return self in (Verdict.UNSUPPORTED, Verdict.CONTRADICTED)
