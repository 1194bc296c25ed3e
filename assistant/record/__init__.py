"""What was asked and answered, kept as it happens, with everything behind an answer."""

from assistant.record.conversations import (
    Conversation,
    Conversations,
    Exchange,
    ExchangeState,
    Summary,
)

__all__ = ["Conversation", "Conversations", "Exchange", "ExchangeState", "Summary"]
