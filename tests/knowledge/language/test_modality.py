"""How a rule binds, whatever the words."""

from __future__ import annotations

import pytest

from knowledge.language.modality import Modality, modals, negations, opposite, rule

MUST, SHOULD, MAY, NEED_NOT, MUST_NOT = Modality


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Staff must ask and may claim.", [MUST, MAY]),
        ("You can’t, mustn't and may not smoke.", [MUST_NOT, MUST_NOT, MUST_NOT]),
        ("They were not even allowed to sign.", [MUST_NOT]),
        ("You are not permitted to park, nor entitled to a space.", [MUST_NOT, MAY]),
        ("You should never share it.", [MUST_NOT]),
        ("You won’t have to pay, and need not ask.", [NEED_NOT, NEED_NOT]),
        ("A form is not usually required; it is optional.", [NEED_NOT, NEED_NOT]),
        ("You do not need to apply.", [NEED_NOT]),
        ("You may have to pay.", [MAY]),
        ("It is required, and staff are expected to know it.", [MUST, SHOULD]),
        ("It must not exceed £5 and cannot exceed £6.", [MUST]),
        ("Not more than five, no later than noon.", []),
        ("It ends in May, by 3 May or in late May 2026.", []),
        ("Staff at grade 6 may fly; a bus may be used.", [MAY, MAY]),
    ],
)
def test_modals(text: str, expected: list[Modality]) -> None:
    assert [one.modality for one in modals(text)] == expected


def test_one_clear_rule() -> None:
    assert rule("You must keep receipts.") == (MUST, "keep")
    assert rule("You cannot be paid twice.") == (MUST_NOT, "paid")
    assert rule("You can’t smoke here.") == (MUST_NOT, "smoke")
    assert rule("You do not have to pay fees.") == (NEED_NOT, "pay")
    assert rule("Staff are prohibited from smoking.") == (MUST_NOT, "smoke")
    assert rule("Conduct prohibited by the Act is reported.") is None
    assert rule("You may fly, but you must ask.") is None
    assert rule("You must pay except on Sundays.") is None
    assert rule("You must do the following:") is None


def test_opposites() -> None:
    assert opposite(MUST_NOT, MAY) and opposite(NEED_NOT, MUST) and opposite(SHOULD, MUST_NOT)
    assert not opposite(MUST, SHOULD) and not opposite(MAY, NEED_NOT)


def test_negations_and_bounds() -> None:
    assert negations("Do not wait. It isn’t, and never was, without risk.") == 4
    assert negations("Not more than five and no fewer than three.") == 0
