"""Which document a policy means when it names another: "the Travel Policy 2019", "BOD 16-01"."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.documents.types import Document
from knowledge.language.titles import may_mean, same_title


def named(name: str, documents: Sequence[Document]) -> Document | None:
    """The one document that `name` can mean; None where there is none, or more than one."""
    exact = [one for one in documents if same_title(name, one.title)]
    if len(exact) == 1:
        return exact[0]
    alike = [one for one in documents if may_mean(name, one.title)]
    return alike[0] if len(alike) == 1 else None
