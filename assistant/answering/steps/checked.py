"""The sixth step: every claim held to its source."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from functools import partial

from assistant.answering.checking.entailment_judge import EntailmentJudge
from assistant.answering.checking.meaning import Judge
from assistant.answering.checking.model_judge import ModelJudge
from assistant.answering.checking.verify import verify_parts, verify_quotes
from assistant.answering.comparing.missing import with_gaps_checked
from assistant.answering.evidence.find import find
from assistant.answering.quoting.numbered import as_parts
from assistant.answering.step import Tools
from assistant.answering.values import Checked, End, QuotedDraft, WrittenDraft
from assistant.answering.writing.parse import parse, without_cut_claim
from assistant.answers.parts import Claim, claims_of, gaps_of, said
from assistant.answers.status import Status
from assistant.answers.text import as_text

logger = logging.getLogger(__name__)

#: Of the answers of RAGTruth QA that end so (2 of 410) people had marked both.
NONE_FOUND = (
    "None of what the language model wrote was found in the sources. "
    "Read them before relying on it."
)
STATED_NOTHING = (
    "What the language model wrote states nothing that could be checked. "
    "Ask again, or put the question another way."
)


def checked_quotes(draft: QuotedDraft, tools: Tools) -> Checked:
    claims = verify_quotes(draft.quotes)
    parts = as_parts(draft.quotes, claims, draft.gaps, draft.asking)
    return Checked(draft, draft.status, draft.notice, parts)


def checked_text(draft: WrittenDraft, tools: Tools) -> Checked | End:
    written = parse(draft.text, len(draft.sources))
    if draft.status is not Status.ANSWERED:
        written = without_cut_claim(written)
    judge = _judge(tools)
    parts = verify_parts(
        written,
        draft.sources,
        draft.before.before.before.asked,
        tools.library.alike,
        judge=judge,
        withhold=tools.checking.withhold,
    )
    evidence = draft.before.before
    if not evidence.reshapes:
        search = partial(find, library=tools.library, scope=evidence.scope, sent=tools.sent)
        parts = with_gaps_checked(parts, draft.sources, search, tools.library.closeness)
    claims, gaps = claims_of(parts), gaps_of(parts)
    if not (claims or gaps) and draft.status is Status.ANSWERED:
        logger.warning("The model's answer states nothing that could be checked")
        if as_text(parts).strip():
            return End(Status.ERROR_MODEL, parts, STATED_NOTHING)
        return End(Status.ERROR_MODEL, said(STATED_NOTHING))
    status, notice = draft.status, draft.notice
    kept = [one for one in claims if not one.withheld and one.checked != "word-for-word"]
    if status is Status.ANSWERED:
        if gaps or any(one.withheld for one in claims):
            status = Status.PARTIAL if kept else Status.NOT_COVERED
        elif _none_found(kept):
            status, notice = Status.UNSURE, NONE_FOUND
    by = judge.name if judge and any(one.checked == "by-model" for one in claims) else ""
    return Checked(draft, status, notice, parts, by)


def _judge(tools: Tools) -> Judge | None:
    if tools.models and tools.checking.ask_model:
        return ModelJudge(tools.models)
    local = tools.checking.entailment
    return EntailmentJudge(local) if local else None


def _none_found(claims: Sequence[Claim]) -> bool:
    return all(claim.verdict is not None and claim.verdict.failed for claim in claims)
