"""What the pages ask: one library, one assistant and one record a process, opened once."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

from knowledge.access import system

if TYPE_CHECKING:
    from assistant.answering.assistant import Assistant
    from assistant.models import Models
    from assistant.record import Conversations
    from assistant.record.gaps import Gaps
    from knowledge.library import Library


@dataclass(frozen=True, slots=True)
class Services:
    library: Library
    assistant: Assistant
    conversations: Conversations
    gaps: Gaps
    models: Models | None  # the chat model, if one is set up


_lock = threading.Lock()
_services: Services | None = None


def services() -> Services:
    """Opens them at the first call; a failed opening is tried again at the next."""
    global _services
    with _lock:
        if _services is None:
            _services = _open()
        return _services


def close() -> None:
    global _services
    with _lock:
        if _services is not None:
            _services.library.close()
            _services = None


def _open() -> Services:
    from assistant.answering.assistant import Assistant
    from assistant.models import Models
    from assistant.record import Conversations
    from assistant.record.budget import Budget
    from assistant.record.gaps import Gaps
    from knowledge.library import Library

    models = Models.from_environment()
    library = Library.open()
    by = system("The web process keeps what people ask and what they use.")
    database = library.database(by)
    conversations = Conversations(database)
    conversations.stop_all_unfinished(by)
    if models is not None:
        models = models.with_budget(Budget.from_environment(database))
    assistant = Assistant(library, models=models)
    return Services(library, assistant, conversations, Gaps(library, database), models)
