"""The last step: what stands beside the answer, as what changed or what contradicts it."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answering.comparing.compare import conflicting, renumbered
from assistant.answering.evidence.in_time import versions_used
from assistant.answering.step import Tools
from assistant.answering.values import Checked, Compared, Evidence, WrittenDraft
from assistant.answers.citation import Citation
from assistant.answers.parts import claims_of
from assistant.answers.status import Status
from knowledge.access import Scope
from knowledge.library import Library

_SOON = "A new version of “{}” is being loaded; this answer rests on the one before."
#: With these, words are shown that another document may contradict.
_QUOTING = (Status.ANSWERED, Status.PARTIAL, Status.UNSURE, Status.CLARIFY)


def compared(checked: Checked, tools: Tools) -> Compared:
    """Raises ModelUnavailable."""
    draft = checked.before
    evidence: Evidence = draft.before.before
    sources = draft.sources if isinstance(draft, WrittenDraft) else ()
    citations = [one for claim in claims_of(checked.parts) for one in claim.citations]
    comparisons = evidence.comparisons
    if comparisons:
        comparisons = renumbered(comparisons, citations, sources)
    elif checked.status in _QUOTING:
        comparisons = conflicting(
            evidence.before.query,
            evidence.time,
            citations,
            sources,
            tools.library,
            evidence.scope,
        )
    soon = _replaced_soon(tools.library, evidence.scope, citations)
    return Compared(checked, comparisons, (*versions_used(evidence.time, citations), *soon))


def _replaced_soon(
    library: Library, scope: Scope, citations: Sequence[Citation]
) -> tuple[str, ...]:
    """A sentence for each document cited of which another version is on its way."""
    replaced = library.being_loaded(scope).replaced if citations else ()
    titles = {one.document_id: one.title for one in citations if one.document_id in replaced}
    return tuple(_SOON.format(title) for title in titles.values())
