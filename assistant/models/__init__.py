"""Chat models: which one is asked, how long it is waited for, and what is done when it fails."""

from assistant.models.chat import ChatModel, Timeouts
from assistant.models.models import Models
from assistant.receipt import Purpose

__all__ = ["ChatModel", "Models", "Purpose", "Timeouts"]
