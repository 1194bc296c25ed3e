"""What an answer says is not in the documents: the sentence that ends a part answer."""

from __future__ import annotations

from assistant.answering.writing.model_text import statements
from assistant.answers.answer import Answer, Status


def missing(answer: Answer) -> str:
    """The sentences in which it says what the documents do not say; "" where it says none."""
    if answer.status is not Status.PARTIAL:
        return ""
    return " ".join(each.text for each in statements(answer.text) if each.is_gap)


def without_missing(answer: Answer) -> str:
    """Its text without such a sentence at the end, for where that is shown by itself."""
    text = answer.text.rstrip()
    if answer.status is not Status.PARTIAL:
        return text
    for each in reversed(list(statements(text))):
        if not each.is_gap or text[each.end :].strip():
            break
        text = text[: each.start].rstrip(" \t\n-*•")
    return text
