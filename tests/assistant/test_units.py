"""What may be quoted of a passage."""

from __future__ import annotations

import pytest

from assistant.answering.evidence.units import units
from knowledge.documents.types import Passage


def _quotable(text: str) -> list[str]:
    passage = Passage(1, 1, 1, 1, 1, "Guide", "guide.md", "", ("Gifts",), None, 0, len(text), text)
    return [text[unit.start : unit.end] for unit in units(passage)]


@pytest.mark.parametrize(
    "pointer",
    [
        "See also the Gifts and Hospitality Policy.",
        "4.2 Please refer to the Travel Policy, section 3.",
        "(See Annex B for the forms and the rates.)",
    ],
)
def test_a_sentence_that_only_leads_elsewhere_is_not_quoted(pointer: str) -> None:
    said = "Gifts worth £25 or more must be declared."
    assert _quotable(f"{said} {pointer}") == [said]


@pytest.mark.parametrize(
    "sentence",
    [
        "See a doctor within three days and send the certificate, signed and dated, to HR.",
        "Seek the agreement of your manager before you travel.",
    ],
)
def test_a_rule_that_opens_like_one_is_quoted(sentence: str) -> None:
    assert _quotable(sentence) == [sentence]
