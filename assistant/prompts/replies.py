"""The whole reply of a model that helps: rewrites, judges."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.answers.receipt import Purpose
from knowledge.errors import ModelUnavailable

if TYPE_CHECKING:
    from langchain.messages import AIMessage

    from assistant.models.models import Models
    from assistant.prompts import Prompt


def reply(models: Models, purpose: Purpose, prompt: Prompt, request: str, fence: str) -> str:
    """Raises ModelUnavailable, also when it is cut off."""
    from langchain_core.prompts import ChatPromptTemplate
    from langchain_core.runnables import RunnableLambda

    asked = ChatPromptTemplate.from_messages([("system", prompt.text), ("human", "{request}")])
    chain = asked | models.runnable(purpose, prompt.version) | RunnableLambda(_whole)
    return models.invoke(chain, {"fence": fence, "request": request})


def _whole(message: AIMessage) -> str:
    finish = message.response_metadata.get("finish_reason") or ""
    if finish in ("length", "content_filter", ""):
        raise ModelUnavailable(
            "The language model did not answer (its reply was cut off).",
            f"finish reason {finish or 'missing'}",
        )
    return str(message.text)
