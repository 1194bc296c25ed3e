"""A chat model that judges a whole answer, and what becomes of claims that nothing supports."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from assistant.answering.assistant import Assistant
from assistant.answering.step import Checking
from assistant.answering.steps.checked import NONE_FOUND
from assistant.answers.answer import Answer
from assistant.answers.events import Event, Finished, Piece
from assistant.answers.json import answer_json
from assistant.answers.receipt import Purpose
from assistant.answers.status import Status, Verdict
from assistant.answers.stored import from_json, to_json
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
GIFT = "You must refuse any gift worth more than £25 [2]."
ALONE, JUDGED = Checking(ask_model=False), Checking()
WITHHOLDING = Checking(withhold=True, ask_model=False)

Said = dict[str, Any]


def verdict(verdict: str, source: int | None = None, words: str = "", working: str = "") -> Said:
    return {"verdict": verdict, "source": source, "words": words, "working": working}


def statements(*said: Said) -> str:
    return json.dumps({"statements": [{"n": n, **one} for n, one in enumerate(said, start=1)]})


def is_judge(request: Request) -> bool:
    return "You check an answer against the sources" in request.prompt


def judging(text: str, reply: Callable[[Request], Reply]) -> Callable[[Request], Reply]:
    return lambda request: reply(request) if is_judge(request) else Reply((text,))


def ask(
    text: str, model: ModelServer, reply: str | Reply = "", checking: Checking = JUDGED
) -> Answer:
    """The answer whose text the model writes, and judges with `reply`."""
    model.script(judging(text, lambda _: reply if isinstance(reply, Reply) else Reply((reply,))))
    assistant = Assistant(FakeLibrary(), models=Models.from_environment(), checking=checking)
    return finished(list(assistant.ask(HERE, QUESTION)))


def finished(events: list[Event]) -> Answer:
    assert isinstance(events[-1], Finished)
    return events[-1].answer


def test_by_rules_alone_the_model_is_asked_once(chat_model: ModelServer) -> None:
    answer = ask(TRUE, chat_model, checking=ALONE)
    assert len(chat_model.chats) == 1
    assert (answer.claims[0].verdict, answer.claims[0].checked) == (Verdict.SUPPORTED, "by-rule")
    assert answer.judge == ""


def test_one_call_judges_the_whole_answer(chat_model: ModelServer) -> None:
    text = f"{TRUE}\n- {ELSEWHERE}\n- {GIFT}"
    said = statements(
        verdict("contradicted", 1, "carry over up to 10 days"),
        verdict("not there"),
        verdict("supported", 2, "refuse any gift worth more than £25"),
    )
    answer = ask(text, chat_model, f"```json\n{said}\n```")
    assert [claim.verdict for claim in answer.claims] == [
        Verdict.CONTRADICTED, Verdict.UNSUPPORTED, Verdict.SUPPORTED,
    ]  # fmt: skip
    assert [claim.checked for claim in answer.claims] == ["by-model"] * 3
    assert answer.claims[0].note == "Source 1 says otherwise: “carry over up to 10 days”."
    assert answer.text.startswith("You may carry over up to 10 days [1][?].")
    assert len(chat_model.chats) == 2 and answer.judge == "test-model"
    assert from_json(to_json(answer)) == answer
    assert answer.receipt is not None
    judge = answer.receipt.calls[-1]
    assert (judge.purpose, judge.prompt_version) == (Purpose.JUDGE, "check 2")
    prompt = chat_model.chats[-1].prompt
    assert "\n1. (names 1) You may carry over up to 10 days." in prompt
    assert f"Question: {QUESTION}" in prompt
    (fence,) = set(re.findall(r"begin source \d ([0-9a-f]{16})\n", prompt))
    assert fence not in chat_model.chats[0].prompt


def test_it_overrules_the_rules_about_words(chat_model: ModelServer) -> None:
    """Both ways: words that agree may mean something else, and others the same."""
    reworded = "Ten days is the most that goes with you into another leave period [1]."
    words = "carry over up to 10 days"
    said = statements(verdict("contradicted", 1, words), verdict("supported", 1, words))
    answer = ask(f"{TRUE} {reworded}", chat_model, said)
    assert [claim.verdict for claim in answer.claims] == [Verdict.CONTRADICTED, Verdict.SUPPORTED]
    alone = ask(f"{TRUE} {reworded}", chat_model, checking=ALONE)
    assert alone.claims[0].verdict is Verdict.SUPPORTED
    assert alone.claims[1].verdict is not Verdict.SUPPORTED


@pytest.mark.parametrize(
    "claim, words",
    [
        (WRONG, "carry over up to 10 days"),
        (
            "The policy says “take it whenever you like” about leave [1].",
            "carry over up to 10 days",
        ),
    ],
    ids=["a figure", "a quotation"],
)
def test_what_is_compared_letter_for_letter_stands(
    chat_model: ModelServer, claim: str, words: str
) -> None:
    answer = ask(claim, chat_model, statements(verdict("supported", 1, words)))
    assert answer.claims[0].verdict is Verdict.UNSUPPORTED
    assert answer.claims[0].checked == "by-rule"


@pytest.mark.parametrize(
    "working, right",
    [
        ("10 + 10 = 20", True),
        ("10 + 10 = 20; 20 - 10 = 10", True),
        ("200% of 10 = 20", False),  # nothing says 200
        ("10 + 10 = 21", False),
        ("10 × 2 = 20", True),  # "both"
        ("10 × 3 - 10 = 20", False),
        ("7 + 13 = 20", False),
        ("20 = 20", False),
        ("", False),
    ],
)
def test_a_figure_may_follow_from_the_others(
    chat_model: ModelServer, working: str, right: bool
) -> None:
    claim = "In both years together you may carry over up to 20 days [1]."
    said = statements(verdict("supported", 1, "carry over up to 10 days", working))
    answer = ask(claim, chat_model, said)
    assert answer.claims[0].checked == ("by-model" if right else "by-rule")
    if right:
        assert answer.claims[0].note == f"Reckoned: {working}."


def test_the_words_must_stand_in_the_source(chat_model: ModelServer) -> None:
    """Else nothing was read: the rules stand, for a pass and for an accusation."""
    for said in ("contradicted", "supported"):
        for source, words in ((1, "carry over up to 11 days"), (9, "carry over"), (1, "")):
            answer = ask(TRUE, chat_model, statements(verdict(said, source, words)))
            claim = answer.claims[0]
            assert (claim.verdict, claim.checked) == (Verdict.SUPPORTED, "by-rule")
            assert answer.judge == ""


def test_the_deciding_words_are_cited(chat_model: ModelServer) -> None:
    said = statements(verdict("supported", 1, "CARRY OVER … 10 days"))
    (claim,) = ask(TRUE, chat_model, said).claims
    (cited,) = claim.citations
    assert cited.n == 1 and "carry over up to 10 days" in cited.quote


def test_a_wrong_mark_is_put_right_where_the_judge_finds_the_words(chat_model: ModelServer) -> None:
    said = statements(verdict("supported", 2, "refuse any gift worth more than £25"))
    (claim,) = ask(GIFT.replace("[2]", "[1]"), chat_model, said).claims
    assert [one.n for one in claim.citations] == [2]
    assert (claim.verdict, claim.checked) == (Verdict.SUPPORTED, "by-model")
    assert claim.note == "It named source 1; the words are in source 2."


def test_what_another_source_says_against_it_stands_beside(chat_model: ModelServer) -> None:
    said = statements(verdict("contradicted", 2, "refuse any gift worth more than £25"))
    (claim,) = ask("You may accept any gift [1].", chat_model, said).claims
    assert [one.n for one in claim.citations] == [1, 2]
    assert claim.verdict is Verdict.CONTRADICTED


@pytest.mark.parametrize(
    "reply",
    [
        "I think it is fine.",
        "",
        "[]",
        '{"statements": []}',
        '{"statements": [{"n": 1, "verdict": "perhaps"}]}',
        '{"statements": [{"n": 7, "verdict": "not there"}]}',
        '{"statements": [{"n": 1, "verdict": "not there"}, {"n": 1, "verdict": "contradicted"}]}',
        Reply(status=500, error={"message": "down"}),
        Reply(('{"statements": [{"n": 1, "verdict": "not th',), finish="length"),
    ],
)
def test_without_a_verdict_the_rules_decide(chat_model: ModelServer, reply: str | Reply) -> None:
    answer = ask(TRUE, chat_model, reply)
    assert answer.status is Status.ANSWERED
    assert (answer.claims[0].verdict, answer.claims[0].checked) == (Verdict.SUPPORTED, "by-rule")
    assert answer.judge == ""


def test_what_is_said_twice_is_judged_once(chat_model: ModelServer) -> None:
    """A small model goes round in circles."""
    answer = ask(f"{TRUE} {TRUE} {TRUE}", chat_model, statements(verdict("not there")))
    assert [claim.verdict for claim in answer.claims] == [Verdict.UNSUPPORTED] * 3
    assert len(re.findall(r"\n\d\. \(names", chat_model.chats[-1].prompt)) == 1


def test_what_claims_nothing_is_not_judged(chat_model: ModelServer) -> None:
    text = "Hello.\n\n## Leave\n\nWould you like to know more?"
    ask(text, chat_model, statements(verdict("not there")))
    assert len(chat_model.chats) == 1


def test_a_model_of_its_own_judges_where_one_is_named(
    chat_model: ModelServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BERNARD_JUDGE_MODEL", "small-judge")
    monkeypatch.setenv("BERNARD_PRICE_INPUT", "10")
    monkeypatch.setenv("BERNARD_PRICE_OUTPUT", "20")
    monkeypatch.setenv("BERNARD_JUDGE_PRICE_INPUT", "1")
    monkeypatch.setenv("BERNARD_JUDGE_PRICE_OUTPUT", "2")
    said = statements(verdict("supported", 1, "carry over up to 10 days"))
    answer = ask(TRUE, chat_model, said)
    assert answer.judge == "small-judge" and answer.model == "test-model"
    assert answer.receipt is not None
    compose, judge = answer.receipt.calls
    assert (compose.model, judge.model) == ("test-model", "small-judge")
    assert judge.cost is not None
    cost = (judge.sent_tokens + 2 * judge.received_tokens) / 1_000_000
    assert judge.cost == pytest.approx(cost)


def test_the_text_is_whole_before_the_judge_is_asked(chat_model: ModelServer) -> None:
    text = ""
    chat_model.script(
        judging(f"{TRUE} {GIFT}", lambda _: Reply((statements(verdict("not there")),)))
    )
    assistant = Assistant(FakeLibrary(), models=Models.from_environment(), checking=JUDGED)
    for event in assistant.ask(HERE, QUESTION):
        if isinstance(event, Piece):
            text += event.text
            assert len(chat_model.chats) == 1
    assert text == f"{TRUE} {GIFT}" and len(chat_model.chats) == 2


def test_a_judge_without_patience_is_no_reason_to_leave_a_model_alone(
    chat_model: ModelServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BERNARD_MODEL_HELPING_SECONDS", "0.2")
    monkeypatch.setenv("BERNARD_MODEL_BREAKER_FAILURES", "1")
    chat_model.script(judging(TRUE, lambda _: Reply(hang=2)))
    assistant = Assistant(FakeLibrary(), models=Models.from_environment(), checking=JUDGED)
    for _ in range(2):
        answer = finished(list(assistant.ask(HERE, QUESTION)))
        assert (answer.mode, answer.claims[0].verdict) == ("model", Verdict.SUPPORTED)


def test_judging_keeps_within_the_budget(
    chat_model: ModelServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some 1,500 tokens are set aside for the answer; nothing is left for a judge."""
    database = Database(tmp_path / "catalogue.sqlite3")
    Conversations(database)
    monkeypatch.setenv("BERNARD_DAILY_TOKENS", "1250")
    models = Models.from_environment()
    assert models is not None
    models = models.with_budget(Budget.from_environment(database))
    chat_model.script(
        lambda request: Reply(
            (statements(verdict("not there")) if is_judge(request) else TRUE,), usage=False
        )
    )
    assistant = Assistant(FakeLibrary(), models=models, checking=JUDGED)
    answer = finished(list(assistant.ask(HERE, QUESTION)))
    database.close()
    assert answer.status is Status.ANSWERED and len(chat_model.chats) == 1
    assert (answer.claims[0].verdict, answer.claims[0].checked) == (Verdict.SUPPORTED, "by-rule")


def test_stopping_ends_the_judging_too(chat_model: ModelServer) -> None:
    waiting = Waiting()

    def judge(_: Request) -> Reply:
        waiting.give_up()
        return Reply(hang=30)

    chat_model.script(judging(TRUE, judge))
    assistant = Assistant(FakeLibrary(), models=Models.from_environment(), checking=JUDGED)
    answer = waiting.context().run(lambda: finished(list(assistant.ask(HERE, QUESTION))))
    assert answer.status is Status.STOPPED
    assert answer.text.startswith(TRUE) and answer.claims == ()
    assert answer.receipt is not None
    assert [call.outcome for call in answer.receipt.calls] == ["", "it was stopped"]


def test_unsupported_claims_are_marked(chat_model: ModelServer) -> None:
    answer = ask(f"{TRUE}\n- {ELSEWHERE}", chat_model, checking=ALONE)
    assert answer.status is Status.ANSWERED
    assert answer.text == f"{TRUE}\n\n- Pensions rise every spring in Leeds [1][?]."


def test_unsupported_claims_are_withheld_where_the_setting_says_so(chat_model: ModelServer) -> None:
    answer = ask(f"{TRUE}\n- {ELSEWHERE}\n- {WRONG}", chat_model, checking=WITHHOLDING)
    assert answer.status is Status.PARTIAL
    assert answer.text == f"{TRUE}\n\n{left_out(2)}"
    assert [claim.withheld for claim in answer.claims] == [False, True, True]
    assert all(not claim.citations for claim in answer.claims if claim.withheld)
    assert answer_json(answer)["claims"][1]["withheld"] is True


def test_an_answer_of_nothing_else_is_no_answer(chat_model: ModelServer) -> None:
    answer = ask(ELSEWHERE, chat_model, checking=WITHHOLDING)
    assert answer.status is Status.NOT_COVERED
    assert answer.text == left_out(1)


def test_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    assert Checking.from_environment() == Checking()
    monkeypatch.setenv("BERNARD_UNSUPPORTED", "Withhold")
    monkeypatch.setenv("BERNARD_JUDGE", "Words")
    assert Checking.from_environment() == WITHHOLDING
    monkeypatch.setenv("BERNARD_JUDGE", "yes")
    with pytest.raises(BadSetting, match="BERNARD_JUDGE is either model"):
        Checking.from_environment()


def test_an_answer_of_which_nothing_is_found_is_unsure(chat_model: ModelServer) -> None:
    answer = ask(f"{ELSEWHERE}\n- {WRONG}", chat_model, checking=ALONE)
    assert answer.status is Status.UNSURE
    assert answer.notice == NONE_FOUND
    assert "Pensions rise" in answer.text  # marked, not hidden
    assert ask(f"{ELSEWHERE}\n- {TRUE}", chat_model, checking=ALONE).status is Status.ANSWERED


def test_a_judge_reads_items_and_rows_as_they_are_understood_alone(
    chat_model: ModelServer,
) -> None:
    text = (
        "You may not carry over:\n\n- more than 10 days [1]\n\n"
        "| Offer | Rule |\n|---|---|\n| Gift above £25 | refuse [2] |"
    )
    ask(text, chat_model, statements(verdict("not there"), verdict("not there")))
    prompt = chat_model.chats[-1].prompt
    assert "1. (names 1) You may not carry over: more than 10 days" in prompt
    assert "2. (names 2) Offer: Gift above £25 | Rule: refuse" in prompt


@pytest.mark.parametrize(
    "said",
    [
        {"n": "1", "verdict": "Not-There", "source": "", "words": None, "working": None},
        {"n": 1, "verdict": "contradicted", "source": "[1]", "words": "up to 10 days"},
        {"n": 1, "verdict": "CONTRADICTED", "source": "source 1", "words": "up to 10 days"},
    ],
)
def test_a_verdict_is_read_as_models_write_it(chat_model: ModelServer, said: Said) -> None:
    for reply in (json.dumps([said]), json.dumps({"statements": [said]})):
        (claim,) = ask(TRUE, chat_model, reply).claims
        assert claim.checked == "by-model" and claim.verdict is not Verdict.SUPPORTED
