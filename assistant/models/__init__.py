"""Chat models: which one is asked, how long it is waited for, and what is done when it fails."""

from assistant.answers.receipt import Purpose
from assistant.models.models import Models

__all__ = ["Models", "Purpose"]
