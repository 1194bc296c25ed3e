"""What the documents did not answer is kept for their owner, once, and only what may be seen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.answers.answer import Answer
from assistant.answers.parts import Claim, Gap, said
from assistant.answers.status import Status
from assistant.record import Conversations
from assistant.record.gaps import Gaps
from knowledge.access import Scope
from knowledge.catalogue.tables import CollectionRow
from knowledge.documents.types import Found, Passage
from knowledge.errors import BernardError, NotAllowed, NotFound
from knowledge.library import Library
from tests.answers import written
from tests.people import ADMIN, HERE, somebody

HR, FINANCE = 1, 2
ASKER = somebody("asker", reads=(HR,))
HR_CURATOR = somebody("hr-curator", curates=(HR,))
ADMIN_OF_NONE = somebody("admin", curates=(99,), roles=(ADMIN,))


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "home") as library:
        with library._database.write() as session:
            session.add(CollectionRow(id=1, name="HR", owner="HR Team"))
            session.add(CollectionRow(id=2, name="Finance", owner="Finance Team"))
        yield library


@pytest.fixture
def conversations(library: Library) -> Conversations:
    return Conversations(library._database)


@pytest.fixture
def gaps(library: Library) -> Gaps:
    return Gaps(library, library._database)


def near(number: int, collection: int, owner: str = "") -> Found:
    text = "You may take leave."
    passage = Passage(
        number, number, number, 1, collection, f"Document {number}", f"{number}.md", owner,
        (), None, 10, 10 + len(text), text,
    )  # fmt: skip
    return Found(passage, 0.5, ())


NOT_COVERED = Answer(
    "What about pets?",
    "What about pets?",
    Status.NOT_COVERED,
    said("The documents do not answer this question."),
    found=(near(4, 2, "Treasury"), near(1, 1), near(1, 1), near(2, 1), near(3, 1), near(5, 1)),
)


def asked(conversations: Conversations, answer: Answer, scope: Scope = ASKER) -> int:
    exchange = conversations.begin(scope, None, answer.question)
    conversations.finish(scope, exchange, answer)
    return exchange.id


def titles(places: Iterable[object]) -> list[str]:
    return [getattr(one, "title", "") for one in places]


def test_the_owner_sees_the_question_with_what_the_asker_could_see(
    gaps: Gaps, conversations: Conversations
) -> None:
    assert gaps.owner(ASKER, NOT_COVERED) == "HR Team"  # not Treasury: Finance is closed to them
    told = gaps.tell(ASKER, asked(conversations, NOT_COVERED))

    (gap,) = gaps.list(HR_CURATOR)

    assert (gap.question, gap.told_by, gap.told_at) == (
        "What about pets?",
        ASKER.person.key,
        told.at,
    )
    assert (gap.collection, gap.owner) == ("HR", "HR Team")
    assert titles(gap.nearest) == ["Document 1", "Document 2", "Document 3"]
    assert not told.again and told.done_at is None


def test_once_an_answer(gaps: Gaps, conversations: Conversations) -> None:
    exchange = asked(conversations, NOT_COVERED)
    assert gaps.told(ASKER, exchange) is None
    first, second = gaps.tell(ASKER, exchange), gaps.tell(ASKER, exchange)

    assert second.again and second.at == first.at
    assert gaps.told(ASKER, exchange) == first
    assert len(gaps.list(HR_CURATOR)) == 1


def test_a_curator_sees_and_closes_only_what_they_may_see(
    gaps: Gaps, conversations: Conversations
) -> None:
    both = somebody("asker", reads=(HR, FINANCE))
    gaps.tell(both, asked(conversations, NOT_COVERED))  # nearest: Finance, then HR
    finance = somebody("f", curates=(FINANCE,))

    assert gaps.list(HR_CURATOR) == []
    (gap,) = gaps.list(finance)
    assert gap.owner == "Treasury" and titles(gap.nearest) == ["Document 4"]
    with pytest.raises(NotFound):
        gaps.close(HR_CURATOR, gap.id)
    with pytest.raises(NotAllowed):
        gaps.list(ASKER)
    with pytest.raises(NotAllowed):
        gaps.close(ASKER, gap.id)


def test_done_takes_it_off_the_list_and_the_asker_sees_so(
    gaps: Gaps, conversations: Conversations
) -> None:
    exchange = asked(conversations, NOT_COVERED)
    gaps.tell(ASKER, exchange)
    (gap,) = gaps.list(HR_CURATOR)
    closed = gaps.close(HR_CURATOR, gap.id)

    assert gaps.list(HR_CURATOR) == []
    assert gaps.list(HR_CURATOR, done=True) == [closed] == [gaps.close(HR_CURATOR, gap.id)]
    assert closed.done_by == HR_CURATOR.person.key
    told = gaps.told(ASKER, exchange)
    assert told is not None and told.done_at == closed.done_at
    with pytest.raises(NotFound):
        gaps.close(HR_CURATOR, gap.id + 1)


def test_where_nothing_was_near_administrators_see_it(
    gaps: Gaps, conversations: Conversations
) -> None:
    gaps.tell(ASKER, asked(conversations, replace(NOT_COVERED, found=())))
    assert gaps.list(HR_CURATOR) == []
    (gap,) = gaps.list(ADMIN_OF_NONE)
    assert (gap.collection, gap.owner, gap.nearest) == ("", "", ())


def test_it_stays_when_the_conversation_is_deleted(
    gaps: Gaps, conversations: Conversations
) -> None:
    exchange = conversations.begin(ASKER, None, NOT_COVERED.question)
    conversations.finish(ASKER, exchange, NOT_COVERED)
    gaps.tell(ASKER, exchange.id)
    conversations.delete(ASKER, exchange.conversation_id)

    assert [gap.question for gap in gaps.list(HR_CURATOR)] == ["What about pets?"]
    with pytest.raises(NotFound):
        gaps.tell(ASKER, exchange.id)


def test_nobody_tells_of_another_persons_question_or_of_an_answered_one(
    gaps: Gaps, conversations: Conversations
) -> None:
    with pytest.raises(NotFound):
        gaps.tell(HERE, asked(conversations, NOT_COVERED))
    with pytest.raises(BernardError, match="nothing to tell"):
        gaps.tell(ASKER, asked(conversations, replace(NOT_COVERED, status=Status.ANSWERED)))
    unfinished = conversations.begin(ASKER, None, "And dogs?")
    with pytest.raises(BernardError, match="nothing to tell"):
        gaps.tell(ASKER, unfinished.id)


def test_of_a_part_answer_the_missing_part_is_kept(
    gaps: Gaps, conversations: Conversations
) -> None:
    part = replace(
        NOT_COVERED,
        status=Status.PARTIAL,
        parts=written(
            Claim("Dogs may come in."), Gap("The documents do not say whether cats may.")
        ),
    )
    gaps.tell(ASKER, asked(conversations, part))
    (gap,) = gaps.list(HR_CURATOR)
    assert gap.missing == "The documents do not say whether cats may."
