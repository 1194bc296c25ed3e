"""What was said in a conversation, as a follow-up needs it: each answer is decoded once."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from assistant.answers.answer import Answer, Turn
from assistant.answers.stored import from_json
from assistant.record.tables import ExchangeRow

#: Exchanges kept, a few kilobytes each: forty turns of a hundred people.
KEPT = 4_000

#: A finished exchange: its id, and when it ended, for an id is given anew once it is deleted.
Finished = tuple[int, datetime | None]


def said(question: str, answer: Answer) -> tuple[Turn, ...]:
    """Question and answer; nothing of what the screen stopped."""
    return () if answer.status.blocked else (Turn("user", question), answer.turn)


class RecentTurns:
    """Safe to use from threads."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Finished, tuple[Turn, ...]] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, session: Session, finished: Sequence[Finished]) -> list[Turn]:
        """In that order."""
        with self._lock:
            known = {one: self._kept[one] for one in finished if one in self._kept}
        lacking = [id_ for id_, ended in finished if (id_, ended) not in known]
        if lacking:
            wanted = select(
                ExchangeRow.id, ExchangeRow.ended_at, ExchangeRow.question, ExchangeRow.answer
            ).where(ExchangeRow.id.in_(lacking), ExchangeRow.answer.is_not(None))
            for id_, ended, question, stored in session.execute(wanted):
                known[id_, ended] = said(question, from_json(stored))
        self.keep(known)
        return [turn for one in finished for turn in known.get(one, ())]

    def keep(self, known: Mapping[Finished, tuple[Turn, ...]]) -> None:
        with self._lock:
            for one, turns in known.items():
                self._kept[one] = turns
                self._kept.move_to_end(one)
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)

    def forget(self, exchanges: Sequence[int]) -> None:
        with self._lock:
            for one in [one for one in self._kept if one[0] in exchanges]:
                del self._kept[one]
