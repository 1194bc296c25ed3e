"""One tree of errors. Each carries a sentence for a person and a reason for the log."""

from __future__ import annotations


class BernardError(Exception):
    """Base of everything that Bernard raises on purpose.

    `message` is shown to a person: what happened, what was kept, what to do.
    `reason` goes to the log and may hold technical detail, never a secret.
    """

    def __init__(self, message: str, reason: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.reason = reason or message


class RefusedFile(BernardError):
    """The file cannot be loaded as it is; the message tells a curator what to do about it."""


class NotFound(BernardError):
    """What was asked for does not exist, or the reader may not know that it does."""


class NotAllowed(BernardError):
    """The reader may not do this."""


class IndexUnavailable(BernardError):
    """The vector index does not answer. Nothing is lost: the catalogue holds every vector."""


class LibraryBusy(BernardError):
    """Another process owns what only one may own."""


class BadSetting(BernardError):
    """A setting is missing or wrong; the message names it and says what it takes."""


class ModelUnavailable(BernardError):
    """A chat or embedding model did not answer; the message says which and why.

    `cause` is the why alone, in words that may stand in brackets.
    """

    def __init__(self, message: str, reason: str = "", cause: str = "") -> None:
        super().__init__(message, reason)
        self.cause = cause or message
