"""A second opinion on claims from the chat model, where BERNARD_JUDGE asks for one."""

from __future__ import annotations

import contextvars
import logging
import re
import secrets
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING

from assistant.answers import Verdict
from assistant.prompts import load_prompt
from assistant.receipt import Purpose
from assistant.steps.sources import escape, fence_sources
from knowledge.blocks import clean_line
from knowledge.errors import ModelUnavailable
from knowledge.types import Found

if TYPE_CHECKING:
    from assistant.models import Models

logger = logging.getLogger(__name__)

#: Claims judged side by side; more at once is what servers count as too many requests.
AT_ONCE = 4
#: Characters of a reason that are kept.
LONGEST_REASON = 160

_REPLY = re.compile(r"\W*(SUPPORTED|PARTLY|UNSUPPORTED)\b\W*(.*)", re.IGNORECASE)

#: A claim and what it rests on.
Question = tuple[str, Sequence[Found]]
Opinion = tuple[Verdict, str]


def second_opinions(models: Models, questions: Sequence[Question]) -> list[Opinion | None]:
    """A verdict and its reason for each claim, asked side by side; None where the model did not
    answer or said something else: then the first verdict stands."""
    if not questions:
        return []
    with ThreadPoolExecutor(AT_ONCE, "judge") as pool:
        asked = [
            pool.submit(contextvars.copy_context().run, partial(_ask, models, claim, sources))
            for claim, sources in questions
        ]
        return [each.result() for each in asked]


def _ask(models: Models, claim: str, sources: Sequence[Found]) -> Opinion | None:
    from langchain_core.messages import HumanMessage, SystemMessage

    fence = secrets.token_hex(8)
    prompt = load_prompt("check")
    request = f"{fence_sources(sources, fence)}\n\nStatement: {escape(clean_line(claim), fence)}"
    messages = [SystemMessage(prompt.text.replace("{fence}", fence)), HumanMessage(request)]
    try:
        reply = models.invoke(messages, Purpose.JUDGE, prompt.version)
    except ModelUnavailable as failure:
        logger.warning("No second opinion on a claim: %s", failure.reason)
        return None
    said = _REPLY.match(clean_line(reply))
    if said is None:
        logger.warning("No second opinion on a claim: the reply names no verdict")
        return None
    reason = said[2].replace(fence, "")[:LONGEST_REASON].strip()
    verdict = Verdict(said[1].lower())
    if verdict is Verdict.SUPPORTED:
        return verdict, ""
    return verdict, reason or "The language model does not find it in the source."
