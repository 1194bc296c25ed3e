"""What was asked and answered, kept as it happens, with everything behind an answer."""

from assistant.record.conversations import (
    Conversation,
    Conversations,
    Earlier,
    Exchange,
    ExchangeState,
    Summary,
    Talk,
)

__all__ = [
    "Conversation",
    "Conversations",
    "Earlier",
    "Exchange",
    "ExchangeState",
    "Summary",
    "Talk",
]
