"""Personal data in a question: numbers that prove themselves, or that stand beside their name.

A number counts where its own check digits hold, or where the words around it say what it is; so
prices, dates, form numbers and reference numbers pass. Public lines (03, 08, 09) and mailboxes of
a team ("enquiries@…") are nobody's personal data.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from knowledge.language.words import Span

#: Characters around a number in which its name may stand.
NEAR = 40


@dataclass(frozen=True, slots=True)
class Personal:
    kind: str  # with its article: "a payment card number"
    start: int
    end: int

    @property
    def span(self) -> Span:
        return self.start, self.end


_NI = re.compile(
    r"(?<![A-Za-z0-9])(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]"
    r"[ -]?\d{2}[ -]?\d{2}[ -]?\d{2}[ -]?(?P<suffix>[A-D])?(?![A-Za-z0-9])",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"(?<![\w.,£$€+-])\d(?:[ -]?\d){8,18}(?![\w])(?![.,]\d)")
_PASSPORT = re.compile(r"(?<![\w£.,-])(?:[A-Z]\d{8}|\d{9})(?![\w]|[.,]\d)", re.IGNORECASE)
_MRZ = re.compile(r"P<[A-Z]{3}[A-Z<]{10,}")
_EMAIL = re.compile(
    r"(?<![\w.+-])([A-Za-z0-9._%+-]+)@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}"
)
_PHONE = re.compile(r"(?<![\w£$€.,/-])(?:\+44|0044|\(?0)[\d() -]{8,16}\d(?![\w/]|[.,]\d)")
_SORT_CODE = re.compile(r"(?<![\w/-])\d{2}([ -]?)\d{2}\1\d{2}(?![\w/-])")
_ACCOUNT = re.compile(r"(?<![\w£.,-])\d{8}(?![\w]|[.,]\d)")
_IBAN = re.compile(r"\bGB\d{2}[ ]?[A-Z]{4}(?:[ ]?\d){14}\b")

_NI_WORDS = re.compile(r"national insurance|\bni\b|\bnino\b", re.IGNORECASE)
_PASSPORT_WORDS = re.compile(r"passport", re.IGNORECASE)
_NHS_WORDS = re.compile(r"\bnhs\b", re.IGNORECASE)
_SORT_WORDS = re.compile(r"sort[ -]?code", re.IGNORECASE)
_BANK_WORDS = re.compile(r"account (?:number|no\b|details)|\ba/c\b|bank (?:account|details)", re.I)

_MAILBOX = re.compile(
    r"(?:info|information|enquir(?:y|ies)|inquiries|contact|contactus|help|helpdesk|desk|service|"
    r"services|press|media|office|team|hr|policy|finance|security|support|no|reply|noreply|foi|"
    r"complaints?|feedback|data|protection|dpo|it|mail|mailbox|admin|payroll|pensions?|learning|"
    r"recruitment|public|correspondence|privacy|procurement|travel|expenses)"
    r"(?:[._+-]?(?:info|enquir(?:y|ies)|help|helpdesk|desk|service|services|press|office|team|hr|"
    r"policy|finance|security|support|reply|foi|complaints?|feedback|data|protection|mailbox|it|"
    r"payroll|pensions?|recruitment|correspondence|privacy|procurement|travel|expenses))*",
    re.IGNORECASE,
)


def find_personal(text: str) -> list[Personal]:
    """What `text` holds of it, in order; where two overlap, the one that begins first."""
    found = sorted(
        (one for search in _SEARCHES for one in search(text)), key=lambda one: (one.start, -one.end)
    )
    kept: list[Personal] = []
    for one in found:
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


def _insurance(text: str) -> Iterator[Personal]:
    for match in _NI.finditer(text):
        if match["suffix"] or _near(_NI_WORDS, text, match):
            yield Personal("a National Insurance number", *match.span())


def _cards(text: str) -> Iterator[Personal]:
    for match in _DIGITS.finditer(text):
        digits = _digits(match)
        if 13 <= len(digits) <= 19 and digits[0] in "23456" and _luhn(digits):
            yield Personal("a payment card number", *match.span())


def _nhs(text: str) -> Iterator[Personal]:
    for match in _DIGITS.finditer(text):
        digits = _digits(match)
        grouped = re.fullmatch(r"\d{3}[ -]\d{3}[ -]\d{4}", match[0])
        if len(digits) == 10 and _nhs_check(digits) and (grouped or _near(_NHS_WORDS, text, match)):
            yield Personal("an NHS number", *match.span())


def _passports(text: str) -> Iterator[Personal]:
    for match in _PASSPORT.finditer(text):
        if _near(_PASSPORT_WORDS, text, match):
            yield Personal("a passport number", *match.span())
    for match in _MRZ.finditer(text):
        yield Personal("a passport number", *match.span())


def _emails(text: str) -> Iterator[Personal]:
    for match in _EMAIL.finditer(text):
        if not _MAILBOX.fullmatch(match[1]):
            yield Personal("an e-mail address", *match.span())


def _phones(text: str) -> Iterator[Personal]:
    for match in _PHONE.finditer(text):
        national = re.sub(r"\D", "", re.sub(r"^(?:\+44|0044)\s*(?:\(0\))?|^\(?0", "", match[0]))
        is_mobile = len(national) == 10 and national[0] == "7"
        is_line = len(national) in (9, 10) and national[0] in "12"
        if is_mobile or is_line:
            yield Personal("a telephone number", *match.span())


def _accounts(text: str) -> Iterator[Personal]:
    for match in _IBAN.finditer(text):
        if _iban(match[0]):
            yield Personal("a bank account number", *match.span())
    for match in _SORT_CODE.finditer(text):
        before = _near(_SORT_WORDS, text, match)
        around = text[max(0, match.start() - 2 * NEAR) : match.end() + 2 * NEAR]
        parted = bool(match[1])
        if before or (parted and _ACCOUNT.search(around) and _BANK_WORDS.search(around)):
            yield Personal("a bank sort code", *match.span())
    for match in _ACCOUNT.finditer(text):
        if re.search(
            r"account(?: number| no\.?)?\W{0,4}$|a/c\W{0,4}$", text[: match.start()], re.I
        ):
            yield Personal("a bank account number", *match.span())


_SEARCHES: tuple[Callable[[str], Iterator[Personal]], ...] = (
    _insurance, _cards, _nhs, _passports, _emails, _phones, _accounts,
)  # fmt: skip


def _near(words: re.Pattern[str], text: str, match: re.Match[str]) -> bool:
    around = text[max(0, match.start() - NEAR) : match.end() + NEAR]
    return bool(words.search(around))


def _digits(match: re.Match[str]) -> str:
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
