"""Short sentences in other languages are told from short English ones."""

from __future__ import annotations

import pytest

from assistant.answering.steps.asked import ENGLISH_ONLY
from knowledge.library import Library
from tests.assistant.asking import ask

WELSH = (
    "Faint o wyliau sydd gen i?",
    "Sut mae gwneud cais am wyliau?",
    "Ble mae'r polisi teithio?",
    "A gaf i weithio gartref?",
    "Pwy sy'n cymeradwyo treuliau?",
    "Pryd mae'r swyddfa ar agor?",
    "Beth yw'r lwfans dyddiol?",
    "Oes hawl gen i fynd adref?",
    "Faint yw'r lwfans milltiroedd?",
    "Rhaid i mi ddweud wrth fy rheolwr?",
)
FRENCH = (
    "Combien de jours de congé ai-je ?",
    "Où est la politique de voyage ?",
    "Qui approuve mes dépenses ?",
    "Puis-je travailler chez moi ?",
    "Quand ouvre le bureau ?",
    "Quel est mon préavis ?",
    "Comment demander un congé ?",
    "Peut-on emporter un dossier ?",
    "Dois-je prévenir mon chef ?",
    "On peut fumer ici ?",
)
ENGLISH = (
    "annual leave carry over",
    "Who approves it?",
    "lost laptop whom to tell",
    "mileage rate motorcycles",
    "Is OFFICIAL-SENSITIVE at home allowed?",
    "SRO responsibilities",
    "How much flexi may I bank?",
    "overtime grade 7",
    "anual leav caryover",
    "Write to the Welsh Language Commissioner (Comisiynydd y Gymraeg)?",
)


def told(library: Library, text: str) -> bool:
    return ENGLISH_ONLY not in ask(library, text).remarks


@pytest.mark.parametrize("text", [*WELSH, *FRENCH])
def test_another_language(sample_library: Library, text: str) -> None:
    assert not told(sample_library, text)


@pytest.mark.parametrize("text", ENGLISH)
def test_english(sample_library: Library, text: str) -> None:
    assert told(sample_library, text)
