"""How dates are given in a form."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

#: Left to itself, an empty field allows ten years around today; policies are older.
DATES: Final[dict[str, Any]] = {
    "format": "DD/MM/YYYY",
    "min_value": date(1950, 1, 1),
    "max_value": date(2099, 12, 31),
}
