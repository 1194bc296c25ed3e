"""A person's budget of chat model for a day: tokens, money, or both; kept in the record."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime

from assistant.models.calling import Hold
from assistant.record.tables import RECORD, ModelUsageRow
from assistant.settings import BernardSettings
from knowledge.access import Scope
from knowledge.catalogue.sqlite.database import Database
from knowledge.catalogue.sqlite.schema import migrate
from knowledge.errors import ModelUnavailable

MILLION = 1_000_000


class BudgetUsedUp(ModelUnavailable):
    """Nothing was sent: the person's budget for the day does not allow it."""


@dataclass(frozen=True, slots=True)
class Usage:
    tokens: int = 0
    cost: float = 0.0


class Budget:
    """What a call may use is set aside before it is made and corrected after: two questions at once
    cannot both spend the same rest, and a process that is killed in between does not forget."""

    def __init__(
        self,
        database: Database,
        tokens: int | None = None,
        cost: float | None = None,
        currency: str = "£",
        today: Callable[[], date] = lambda: datetime.now(UTC).date(),
    ) -> None:
        self._database = database
        self._tokens = tokens
        self._cost = cost
        self._currency = currency
        self._today = today
        migrate(database, RECORD)

    @classmethod
    def from_environment(cls, database: Database) -> Budget | None:
        """BERNARD_DAILY_TOKENS and BERNARD_DAILY_COST; None without. Raises BadSetting."""
        given = BernardSettings.read()
        if given.daily_tokens is None and given.daily_cost is None:
            return None
        return cls(database, given.daily_tokens, given.daily_cost, given.currency)

    def hold(self, scope: Scope, tokens: int, cost: float) -> Hold:
        """Raises BudgetUsedUp when the day's rest is less than this."""
        day, person = self._today(), scope.person.key
        with self._database.write() as session:
            row = session.get(ModelUsageRow, (person, day))
            if row is None:
                row = ModelUsageRow(person=person, day=day, tokens=0, cost_millionths=0)
                session.add(row)
            self._require_rest(row.tokens + tokens, row.cost_millionths / MILLION + cost)
            row.tokens += tokens
            row.cost_millionths += round(cost * MILLION)
        return Hold(day, tokens, cost)

    def settle(self, scope: Scope, hold: Hold, tokens: int, cost: float) -> None:
        """Puts what was really used in the place of what was set aside."""
        with self._database.write() as session:
            row = session.get_one(ModelUsageRow, (scope.person.key, hold.day))
            row.tokens = max(0, row.tokens + tokens - hold.tokens)
            row.cost_millionths = max(0, row.cost_millionths + round((cost - hold.cost) * MILLION))

    def used(self, scope: Scope) -> Usage:
        """Today, with what is set aside."""
        with self._database.read() as session:
            row = session.get(ModelUsageRow, (scope.person.key, self._today()))
            return Usage(row.tokens, row.cost_millionths / MILLION) if row else Usage()

    def _require_rest(self, tokens: int, cost: float) -> None:
        if self._tokens is not None and tokens > self._tokens:
            raise _used_up(f"{self._tokens:,} tokens")
        if self._cost is not None and cost > self._cost:
            raise _used_up(f"{self._currency}{self._cost:,.2f}")


def _used_up(what: str) -> BudgetUsedUp:
    return BudgetUsedUp(
        f"The language model was not asked: your budget of {what} for today is used up.",
        "the day's budget is used up",
    )
