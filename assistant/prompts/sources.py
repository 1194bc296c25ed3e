"""What a model reads of documents and of the conversation: numbered, fenced, and escaped so that
nothing in it passes for ours."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from assistant.answers.answer import History
from assistant.answers.text import unmarked
from knowledge.documents.types import Found, Passage
from knowledge.language.clean import clean_characters, clean_line
from knowledge.language.wording import count, day

#: Tokens of a source's two fence lines, whose random word has many for its length, and "Text:".
FENCE_TOKENS = 46

_FENCE_WORDS = re.compile(r"\b(begin|end)(\s+(?:source|conversation)\b)", re.IGNORECASE)


def known(today: date, documents: int) -> str:
    """What is known about a request, in lines."""
    return (
        f"Today: {day(today)}\n"
        f"The sources are extracts of the {count(documents, 'document')} in force that this person "
        "may read."
    )


def describe(passage: Passage) -> str:
    """Where the passage stands, as lines "Title: …"; a model may quote from them."""
    lines = [f"Title: {clean_line(passage.title)}"]
    if passage.heading_path:
        lines.append(f"Section: {clean_line(' > '.join(passage.heading_path))}")
    if passage.page is not None:
        lines.append(f"Page: {passage.page}")
    if passage.owner:
        lines.append(f"Owner: {clean_line(passage.owner)}")
    if passage.effective_from is not None:
        lines.append(f"In force since: {day(passage.effective_from)}")
    if passage.until is not None:
        lines.append(f"In force until: {day(passage.until)} (no longer in force)")
    if passage.review_by is not None:
        lines.append(f"Review by: {day(passage.review_by)}")
    return "\n".join(lines)


def fence_sources(sources: Sequence[Found], fence: str) -> str:
    """The sources for the prompt. `fence` is a random word of this request: a document cannot know
    it, so it cannot end its own source or begin another."""
    return "\n\n".join(
        f"begin source {n} {fence}\n"
        f"{escape(describe(item.passage), fence)}\n"
        f"Text:\n{escape(item.passage.text, fence)}\n"
        f"end source {n} {fence}"
        for n, item in enumerate(sources, start=1)
    )


#: Characters of the answer that is put into another form; the longest are some 1,500.
WHOLE_ANSWER = 6_000


def fence_conversation(
    history: History, fence: str, characters: int, *, last_whole: bool = False
) -> str:
    """Earlier turns for the prompt, each a line of so many `characters` at most; the last one with
    its lines where it is to be put into another form."""
    if not history:
        return ""
    if last_whole:
        before = fence_conversation(history[:-1], fence, characters)
        answer = escape(history[-1].content, fence)[:WHOLE_ANSWER]
        own = f"begin answer {fence}\n{answer}\nend answer {fence}"
        return "\n\n".join(filter(None, (before, own)))
    said = "\n".join(
        f"{'Person' if turn.role == 'user' else 'Assistant'}: "
        f"{escape(clean_line(turn.content), fence)[:characters]}"
        for turn in history
    )
    return f"begin conversation {fence}\n{said}\nend conversation {fence}"


def escape(text: str, fence: str) -> str:
    """Document or conversation text that cannot be taken for ours: "[3]" becomes "(3)", the words
    of our fence are parted, the fence itself goes."""
    text = clean_characters(text).replace(fence, "")
    return unmarked(_FENCE_WORDS.sub(r"\1 -\2", text))
