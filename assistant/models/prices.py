"""What a model's tokens cost, by the settings."""

from __future__ import annotations

from dataclasses import dataclass

from knowledge.errors import BadSetting
from knowledge.outside.provider import setting


@dataclass(frozen=True, slots=True)
class Price:
    """Per million tokens, in `currency` as it is written before an amount."""

    sent: float
    received: float
    currency: str = "£"

    def of(self, sent: int, received: int) -> float:
        return (sent * self.sent + received * self.received) / 1_000_000

    @classmethod
    def from_environment(cls, prefix: str = "BERNARD_PRICE") -> Price | None:
        """None without prices. Raises BadSetting where one is missing or no number."""
        names = f"{prefix}_INPUT", f"{prefix}_OUTPUT"
        given = [setting(name) for name in names]
        if not any(given):
            return None
        for name, value in zip(names, given, strict=True):
            if not value:
                raise BadSetting(
                    f"{names[0]} and {names[1]} are set together, each the price of a million "
                    f"tokens: set {name} as well."
                )
        sent, received = (amount(name) or 0.0 for name in names)
        return cls(sent, received, setting("BERNARD_CURRENCY") or "£")


def amount(name: str) -> float | None:
    """An amount of money; None where it is not set. Raises BadSetting."""
    given = setting(name)
    if not given:
        return None
    try:
        value = float(given)
    except ValueError:
        value = -1.0
    if not 0 <= value < 1e9:
        raise BadSetting(f"{name} takes an amount of money, for example 2.50.")
    return value
