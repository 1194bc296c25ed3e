"""The chat model as a second judge of claims, and what becomes of claims that nothing supports."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.answering.assistant import Assistant
from assistant.answering.step import Checking
from assistant.answering.steps.checked import NONE_FOUND
from assistant.answering.steps.written import AT_ONCE_HINT
from assistant.answers.answer import Answer
from assistant.answers.events import Event, Finished, Piece
from assistant.answers.json import answer_json
from assistant.answers.receipt import Purpose
from assistant.answers.status import Status, Verdict
from assistant.answers.text import left_out
from assistant.models import Models
from assistant.models.streaming import Waiting
from assistant.record import Conversations
from assistant.record.budget import Budget
from knowledge.catalogue.sqlite.database import Database
from knowledge.errors import BadSetting
from tests.assistant.fakes import FakeLibrary
from tests.model_server import ModelServer, Reply, Request
from tests.people import HERE

QUESTION = "Can I carry over 10 days of leave if my manager agrees?"
TRUE = "You may carry over up to 10 days [1]."
ELSEWHERE = "Pensions rise every spring in Leeds [1]."
WRONG = "You may carry over up to 12 days [1]."


def ask(text: str, checking: Checking, model: ModelServer, *verdicts: str) -> Answer:
    """The answer whose text the model writes; it judges claims with `verdicts`, by their order in
    the text, whatever the order in which they are asked."""
    claims = re.sub(r" \[\d\]", "", text).split("\n- ")

    def reply(request: Request) -> Reply:
        if "You check one statement" not in request.prompt:
            return Reply((text,))
        said = request.prompt.partition("Statement: ")[2]
        asked = next(n for n, claim in enumerate(claims) if claim.rstrip(".") in said)
        return Reply((verdicts[asked],))

    model.script(reply)
    assistant = Assistant(FakeLibrary(), models=Models.from_environment(), checking=checking)
    return next(e.answer for e in assistant.ask(HERE, QUESTION) if isinstance(e, Finished))


def test_the_model_is_not_asked_twice_by_default(chat_model: ModelServer) -> None:
    answer = ask(TRUE, Checking(), chat_model)
    assert len(chat_model.chats) == 1
    assert answer.claims[0].verdict is Verdict.SUPPORTED


def test_each_claim_gets_a_second_opinion(chat_model: ModelServer) -> None:
    text = f"{TRUE}\n- {ELSEWHERE}\n- {WRONG}"
    verdicts = ("PARTLY: the source adds that a manager must agree", "**Supported**", "SUPPORTED:")
    answer = ask(text, Checking(ask_model=True), chat_model, *verdicts)
    first, second, third = answer.claims
    assert (first.verdict, first.note) == (
        Verdict.PARTLY, "the source adds that a manager must agree",
    )  # fmt: skip
    assert (second.verdict, second.note) == (Verdict.SUPPORTED, "")
    assert (third.verdict, third.note) == (Verdict.UNSUPPORTED, "The source does not say 12 days.")
    assert len(chat_model.chats) == 4
    assert answer.receipt is not None
    judged = [call for call in answer.receipt.calls if call.purpose is Purpose.JUDGE]
    assert [call.prompt_version for call in judged] == ["check 1"] * 3
    prompts = [request.prompt for request in chat_model.chats if "check one" in request.prompt]
    fences = [re.findall(r"begin source 1 ([0-9a-f]{16})\n", prompt)[0] for prompt in prompts]
    assert len(set(fences)) == 3


THREE = (f"{TRUE} ", f"{ELSEWHERE} ", "You must refuse any gift worth more than £25 [2].")


def judging(composed: Reply, judged: Callable[[str], Reply]) -> Callable[[Request], Reply]:
    def reply(request: Request) -> Reply:
        if "You check one statement" not in request.prompt:
            return composed
        return judged(request.prompt.partition("Statement: ")[2])

    return reply


def events_of(chat_model: ModelServer, script: Callable[[Request], Reply]) -> list[Event]:
    chat_model.script(script)
    assistant = Assistant(
        FakeLibrary(), models=Models.from_environment(), checking=Checking(ask_model=True)
    )
    return list(assistant.ask(HERE, QUESTION))


def finished(events: list[Event]) -> Answer:
    assert isinstance(events[-1], Finished)
    return events[-1].answer


def test_a_claim_is_judged_while_the_next_is_written(chat_model: ModelServer) -> None:
    """The model's last words come after the first claims have been judged: the server holds them
    back until then."""
    judged: list[str] = []
    two = threading.Event()

    def judge(claim: str) -> Reply:
        judged.append(claim)
        if len(judged) == 2:
            two.set()
        return Reply(("SUPPORTED: it says so",))

    def pieces() -> Reply:
        class Held(tuple[str, ...]):
            def __iter__(self):  # type: ignore[no-untyped-def]
                yield THREE[0]
                yield THREE[1]
                yield "You must "
                assert two.wait(20), "no claim was judged while the next was written"
                yield THREE[2].removeprefix("You must ")

        return Reply(Held(THREE))

    answer = finished(events_of(chat_model, judging(pieces(), judge)))
    assert [claim.verdict for claim in answer.claims] == [Verdict.SUPPORTED] * 3
    assert len(judged) == 3 and "refuse" in judged[-1]


def test_the_first_piece_waits_for_no_judge(chat_model: ModelServer) -> None:
    """Nor does any other: the text is whole before the first verdict is there."""
    whole = threading.Event()

    def judge(claim: str) -> Reply:
        assert whole.wait(20)
        return Reply(("PARTLY: there is more",))

    chat_model.script(judging(Reply(THREE, delay=0.2), judge))
    assistant = Assistant(
        FakeLibrary(), models=Models.from_environment(), checking=Checking(ask_model=True)
    )
    text = ""
    for event in assistant.ask(HERE, QUESTION):
        if isinstance(event, Piece):
            text += event.text
            if text == "".join(THREE):
                whole.set()
        elif isinstance(event, Finished):
            assert [claim.note for claim in event.answer.claims] == ["there is more"] * 3
    assert whole.is_set()


def test_a_server_that_does_not_judge_while_it_writes_is_asked_at_the_end(
    chat_model: ModelServer,
) -> None:
    asked: list[str] = []

    def judge(claim: str) -> Reply:
        asked.append(claim)
        if len(asked) == 1:
            return Reply(status=400, error={"message": "one request at a time"})
        return Reply(("PARTLY: there is more",))

    answer = finished(events_of(chat_model, judging(Reply(THREE, delay=0.5), judge)))
    assert [claim.note for claim in answer.claims] == ["there is more"] * 3
    assert asked.count(asked[0]) == 2 and len(asked) == 4


def test_a_server_that_drops_a_reply_for_the_next_request(
    chat_model: ModelServer, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """As llama-cpp-python's does by default: what broke the answer is logged, and the setting that
    is named asks for one opinion after the other when the answer is whole."""
    asked, dropped = 0, threading.Event()

    class Dropping(tuple[str, ...]):
        def __iter__(self):  # type: ignore[no-untyped-def]
            for piece in THREE:
                if dropped.is_set():
                    return
                yield piece
                dropped.wait(0.5)

    def judge(claim: str) -> Reply:
        nonlocal asked
        asked += 1
        dropped.set()
        return Reply(("PARTLY: there is more",))

    def compose(request: Request) -> Reply:
        dropped.clear()
        return judging(Reply(Dropping(THREE), cut="quiet"), judge)(request)

    answer = finished(events_of(chat_model, lambda r: compose(r) if not asked else judge("")))
    assert answer.status is Status.ERROR_MODEL and len(answer.claims) < 3
    assert AT_ONCE_HINT in caplog.messages

    monkeypatch.setenv("BERNARD_MODEL_AT_ONCE", "1")
    most = now = 0
    lock = threading.Lock()

    def alone(claim: str) -> Reply:
        nonlocal most, now
        with lock:
            now += 1
            most = max(most, now)
        time.sleep(0.1)
        with lock:
            now -= 1
        return Reply(("PARTLY: there is more",))

    answer = finished(events_of(chat_model, judging(Reply(THREE, delay=0.2), alone)))
    assert [claim.note for claim in answer.claims] == ["there is more"] * 3
    assert most == 1


def test_a_model_that_has_no_patience_for_a_judge_is_still_asked_for_answers(
    chat_model: ModelServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A server that answers one request after the other keeps a judge waiting; that is no reason to
    leave it alone."""
    monkeypatch.setenv("BERNARD_MODEL_HELPING_SECONDS", "0.2")
    monkeypatch.setenv("BERNARD_MODEL_BREAKER_FAILURES", "1")
    models = Models.from_environment()
    chat_model.script(judging(Reply(THREE), lambda claim: Reply(hang=2)))
    assistant = Assistant(FakeLibrary(), models=models, checking=Checking(ask_model=True))
    for _ in range(2):
        answer = finished(list(assistant.ask(HERE, QUESTION)))
        assert (answer.mode, len(answer.claims)) == ("model", 3)
        assert answer.claims[0].verdict is Verdict.SUPPORTED


def test_judging_keeps_within_the_budget(
    chat_model: ModelServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some 680 tokens are set aside for the answer, which takes 150, and 330 for an opinion: not
    all three can be paid for, and of the rest the words decide."""
    database = Database(tmp_path / "catalogue.sqlite3")
    Conversations(database)
    monkeypatch.setenv("BERNARD_DAILY_TOKENS", "700")
    models = Models.from_environment()
    assert models is not None
    models = models.with_budget(Budget.from_environment(database))
    chat_model.script(
        judging(Reply(THREE), lambda claim: Reply(("PARTLY: there is more",), hang=1.0))
    )
    assistant = Assistant(FakeLibrary(), models=models, checking=Checking(ask_model=True))
    answer = finished(list(assistant.ask(HERE, QUESTION)))
    database.close()
    assert answer.status is Status.ANSWERED
    judged = [claim.note for claim in answer.claims].count("there is more")
    assert 1 <= judged < 3
    assert len(chat_model.chats) == 1 + judged


@pytest.mark.parametrize("closed", [True, False], ids=["closed", "given up"])
def test_stopping_ends_the_judging_too(chat_model: ModelServer, closed: bool) -> None:
    asked = threading.Event()

    def judge(claim: str) -> Reply:
        asked.set()
        return Reply(hang=30)

    chat_model.script(judging(Reply((*THREE[:2], *("and " for _ in range(300))), delay=0.1), judge))
    waiting = Waiting()
    assistant = Assistant(
        FakeLibrary(), models=Models.from_environment(), checking=Checking(ask_model=True)
    )

    def stopped() -> Answer | None:
        events = assistant.ask(HERE, QUESTION)
        for event in events:
            if isinstance(event, Piece) and asked.is_set():
                if closed:
                    events.close()  # type: ignore[attr-defined]
                    return None
                waiting.give_up()
            if isinstance(event, Finished):
                return event.answer
        raise AssertionError("it came to no end")

    started = time.monotonic()
    answer = waiting.context().run(stopped)
    assert time.monotonic() - started < 8
    assert not [one for one in threading.enumerate() if one.name.startswith("judge")]
    if answer is not None:
        assert answer.status is Status.STOPPED
        assert answer.text.startswith(TRUE) and answer.claims == ()
        assert answer.model == "test-model" and answer.prompt_version.startswith("answer ")
        assert answer.receipt is not None
        outcomes = {(call.purpose, call.outcome) for call in answer.receipt.calls}
        assert outcomes == {(Purpose.COMPOSE, "it was stopped"), (Purpose.JUDGE, "it was stopped")}


def test_what_is_said_twice_is_judged_once(chat_model: ModelServer) -> None:
    """A small model goes round in circles."""
    said = Reply((f"{TRUE} {TRUE} {TRUE}",))
    answer = finished(
        events_of(chat_model, judging(said, lambda claim: Reply(("PARTLY: there is more",))))
    )
    assert [claim.note for claim in answer.claims] == ["there is more"] * 3
    assert len(chat_model.chats) == 2


@pytest.mark.parametrize("said", ["I think it is fine.", ""])
def test_without_a_verdict_the_words_decide(chat_model: ModelServer, said: str) -> None:
    answer = ask(TRUE, Checking(ask_model=True), chat_model, said)
    assert answer.claims[0].verdict is Verdict.SUPPORTED


def test_unsupported_claims_are_marked(chat_model: ModelServer) -> None:
    answer = ask(f"{TRUE}\n- {ELSEWHERE}", Checking(), chat_model)
    assert answer.status is Status.ANSWERED
    assert answer.text == f"{TRUE}\n\n- Pensions rise every spring in Leeds [1][?]."


def test_unsupported_claims_are_withheld_where_the_setting_says_so(chat_model: ModelServer) -> None:
    answer = ask(f"{TRUE}\n- {ELSEWHERE}\n- {WRONG}", Checking(withhold=True), chat_model)
    assert answer.status is Status.PARTIAL
    assert answer.text == f"{TRUE}\n\n{left_out(2)}"
    assert [claim.withheld for claim in answer.claims] == [False, True, True]
    assert all(not claim.citations for claim in answer.claims if claim.withheld)
    assert answer_json(answer)["claims"][1]["withheld"] is True


def test_an_answer_of_nothing_else_is_no_answer(chat_model: ModelServer) -> None:
    answer = ask(ELSEWHERE, Checking(withhold=True), chat_model)
    assert answer.status is Status.NOT_COVERED
    assert answer.text == left_out(1)


def test_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    assert Checking.from_environment() == Checking()
    monkeypatch.setenv("BERNARD_UNSUPPORTED", "Withhold")
    monkeypatch.setenv("BERNARD_JUDGE", "model")
    assert Checking.from_environment() == Checking(withhold=True, ask_model=True)
    monkeypatch.setenv("BERNARD_JUDGE", "yes")
    with pytest.raises(BadSetting, match="BERNARD_JUDGE is either words"):
        Checking.from_environment()


def test_an_answer_of_which_nothing_is_found_is_unsure(chat_model: ModelServer) -> None:
    answer = ask(f"{ELSEWHERE}\n- {WRONG}", Checking(), chat_model)
    assert answer.status is Status.UNSURE
    assert answer.notice == NONE_FOUND
    assert "Pensions rise" in answer.text  # marked, not hidden
    assert ask(f"{ELSEWHERE}\n- {TRUE}", Checking(), chat_model).status is Status.ANSWERED
