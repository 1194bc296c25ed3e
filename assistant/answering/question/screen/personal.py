"""Personal data in a question: numbers that prove themselves, or that stand beside their name.

A number counts where its own check digits hold, or where the words around it say what it is; so
prices, dates, form numbers and reference numbers pass. Public lines (03, 08, 09) and mailboxes of
a team ("enquiries@…") are nobody's personal data.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

#: Characters around a number in which its name may stand.
NEAR = 40


@dataclass(frozen=True, slots=True)
class Personal:
    kind: str  # with its article: "a payment card number"
    start: int
    end: int


_Match = re.Match[str]

_NI = re.compile(
    r"(?<![A-Za-z0-9])(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]"
    r"[ -]?\d{2}[ -]?\d{2}[ -]?\d{2}[ -]?(?P<suffix>[A-D])?(?![A-Za-z0-9])",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"(?<![\w.,£$€+-])\d(?:[ -]?\d){8,18}(?![\w])(?![.,]\d)")
_PASSPORT = re.compile(r"(?<![\w£.,-])(?:[A-Z]\d{8}|\d{9})(?![\w]|[.,]\d)", re.IGNORECASE)
_MRZ = re.compile(r"P<[A-Z]{3}[A-Z<]{10,}")
_EMAIL = re.compile(
    r"(?<![\w.%+-])([A-Za-z0-9._%+-]++)@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}"
)
_PHONE = re.compile(r"(?<![\w£$€.,/-])(?:\+44|0044|\(?0)[\d() -]{8,16}\d(?![\w/]|[.,]\d)")
_SORT_CODE = re.compile(r"(?<![\w/-])\d{2}([ -]?)\d{2}\1\d{2}(?![\w/-])")
_ACCOUNT = re.compile(r"(?<![\w£.,-])\d{8}(?![\w]|[.,]\d)")
_IBAN = re.compile(r"\bGB\d{2}[ ]?[A-Z]{4}(?:[ ]?\d){14}\b")

_SORT_WORDS = re.compile(r"sort[ -]?code", re.IGNORECASE)
_BANK_WORDS = re.compile(r"account (?:number|no\b|details)|\ba/c\b|bank (?:account|details)", re.I)
_ACCOUNT_BEFORE = re.compile(r"account(?: number| no\.?)?\W{0,4}$|a/c\W{0,4}$", re.IGNORECASE)

#: Of these the name of a team's mailbox is made.
_TEAM = re.compile(
    r"info(?:rmation)?|(?:en|in)quir(?:y|ies)|contact(?:us)?|help|desk|services?|press|media|"
    r"office|team|hr|policy|finance|security|support|no|reply|foi|complaints?|feedback|data|"
    r"protection|dpo|it|mail|box|admin|payroll|pensions?|learning|recruitment|public|"
    r"correspondence|privacy|procurement|travel|expenses|[._+-]",
    re.IGNORECASE,
)


def find_personal(text: str) -> list[Personal]:
    """What `text` holds of it, in order; where two overlap, the one that begins first."""
    every = (
        Personal(kind, *match.span())
        for kind, pattern, is_one in _KINDS
        for match in pattern.finditer(text)
        if is_one(match)
    )
    kept: list[Personal] = []
    for one in sorted(every, key=lambda one: (one.start, -one.end)):
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return kept


def without_personal(text: str) -> str:
    """The text with each piece of personal data replaced by what it was."""
    at, parts = 0, []
    for one in find_personal(text):
        parts += [text[at : one.start], f"({one.kind}, left out)"]
        at = one.end
    return "".join([*parts, text[at:]])


def _is_card(match: _Match) -> bool:
    digits = _digits(match)
    return 13 <= len(digits) <= 19 and digits[0] in "23456" and _luhn(digits)


def _is_nhs(match: _Match) -> bool:
    digits = _digits(match)
    named = re.fullmatch(r"\d{3}[ -]\d{3}[ -]\d{4}", match[0]) or _near(r"\bnhs\b", match)
    return len(digits) == 10 and bool(named) and _nhs_check(digits)


def _is_phone(match: _Match) -> bool:
    national = re.sub(r"\D", "", re.sub(r"^(?:\+44|0044)\s*(?:\(0\))?|^\(?0", "", match[0]))
    is_mobile = len(national) == 10 and national[0] == "7"
    return is_mobile or (len(national) in (9, 10) and national[0] in "12")


def _is_sort_code(match: _Match) -> bool:
    around = _around(match, 2 * NEAR)
    banked = match[1] and _ACCOUNT.search(around) and _BANK_WORDS.search(around)
    return bool(banked or _SORT_WORDS.search(_around(match)))


#: What it is, how it is written, and whether what is written so is one.
_KINDS: tuple[tuple[str, re.Pattern[str], Callable[[_Match], object]], ...] = (
    (
        "a National Insurance number",
        _NI,
        lambda match: match["suffix"] or _near(r"national insurance|\bni(?:no)?\b", match),
    ),
    ("a payment card number", _DIGITS, _is_card),
    ("an NHS number", _DIGITS, _is_nhs),
    ("a passport number", _PASSPORT, lambda match: _near("passport", match)),
    ("a passport number", _MRZ, lambda _: True),
    ("an e-mail address", _EMAIL, lambda match: _TEAM.sub("", match[1])),
    ("a telephone number", _PHONE, _is_phone),
    ("a bank account number", _IBAN, lambda match: _iban(match[0])),
    ("a bank sort code", _SORT_CODE, _is_sort_code),
    (
        "a bank account number",
        _ACCOUNT,
        lambda match: _ACCOUNT_BEFORE.search(match.string[: match.start()]),
    ),
)


def _around(match: _Match, characters: int = NEAR) -> str:
    return match.string[max(0, match.start() - characters) : match.end() + characters]


def _near(words: str, match: _Match) -> bool:
    return bool(re.search(words, _around(match), re.IGNORECASE))


def _digits(match: _Match) -> str:
    return re.sub(r"\D", "", match[0])


def _luhn(digits: str) -> bool:
    """The check digit of payment cards (ISO/IEC 7812)."""
    total = 0
    for position, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + position % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0 and len(set(digits)) > 1


def _nhs_check(digits: str) -> bool:
    """The check digit of NHS numbers (NHS Data Dictionary: modulus 11)."""
    total = sum(int(digit) * (10 - place) for place, digit in enumerate(digits[:9]))
    return (11 - total % 11) % 11 == int(digits[9]) and len(set(digits)) > 1


def _iban(text: str) -> bool:
    """The check of account numbers (ISO 13616: modulus 97)."""
    plain = text.replace(" ", "")
    return int("".join(str(int(c, 36)) for c in plain[4:] + plain[:4])) % 97 == 1
