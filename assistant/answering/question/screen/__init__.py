"""Screen: may this question, with this history, go any further, and as what?"""

from assistant.answering.question.screen.policy import Policy
from assistant.answering.question.screen.screening import screen, screen_history

__all__ = ["Policy", "screen", "screen_history"]
