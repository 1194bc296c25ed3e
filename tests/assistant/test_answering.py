"""The chain: its events in order, its statuses, nothing lost when a part fails."""

from __future__ import annotations

import pytest

from assistant.answering.assistant import Assistant
from assistant.answering.steps.checked import STATED_NOTHING
from assistant.answering.steps.judged import NOT_COVERED
from assistant.answering.steps.quoted import INSTEAD, NO_MODEL
from assistant.answers.answer import Answer, Turn
from assistant.answers.events import Finished, Piece, StepStarted
from assistant.answers.json import answer_json
from assistant.answers.status import Status, Verdict
from assistant.models import Models
from knowledge.errors import BadSetting, IndexUnavailable
from tests.assistant.fakes import LEAVE, FakeLibrary
from tests.model_server import ModelServer, Reply
from tests.people import HERE

CARRY = "Can I carry over 10 days of leave if my manager agrees?"


def run(assistant: Assistant, question: str = CARRY, **options: object) -> tuple[list[str], Answer]:
    """The pieces and the answer; checks that one answer ends the events."""
    events = list(assistant.ask(HERE, question, **options))  # type: ignore[arg-type]
    finished = [event for event in events if isinstance(event, Finished)]
    assert len(finished) == 1
    assert events[-1] is finished[0]
    pieces = [event.text for event in events if isinstance(event, Piece)]
    return pieces, finished[0].answer


def with_model(library: FakeLibrary | None = None) -> Assistant:
    return Assistant(library or FakeLibrary(), models=Models.from_environment())


def test_embedded_answer_quotes_exactly() -> None:
    pieces, answer = run(Assistant(FakeLibrary()))
    assert answer.status is Status.ANSWERED
    assert (answer.mode, answer.model, answer.notice) == ("embedded", "", NO_MODEL)
    assert "".join(pieces) == answer.text
    first = answer.claims[0]
    assert first.verdict is Verdict.SUPPORTED
    assert [one.quote for one in first.citations] == [
        first.text[start:end] for start, end in first.strong
    ]
    assert any("carry over up to 10 days" in claim.text for claim in answer.claims)
    for citation in answer.citations:
        source = next(
            item.passage for item in answer.found if item.passage.id == citation.passage_id
        )
        assert source.text[citation.start - source.start : citation.end - source.start] == (
            citation.quote
        )
    assert answer.text.startswith(f"{first.text} [1]")


def test_steps_come_in_order_with_a_sentence_each() -> None:
    events = list(Assistant(FakeLibrary()).ask(HERE, CARRY))
    steps = [event for event in events if isinstance(event, StepStarted)]
    assert [step.step for step in steps] == ["screen", "search", "compose"]
    assert steps[1].sentence == "Searching 3 documents"


def test_times_are_measured_with_the_clock_given() -> None:
    ticks = iter(range(1000))
    _, answer = run(Assistant(FakeLibrary(), clock=lambda: float(next(ticks))))
    steps = {"screen", "understand", "search", "judge", "compose", "verify", "compare"}
    assert set(answer.times_ms) == steps | {"first_piece", "answer"}
    assert (
        answer.times_ms["answer"] > answer.times_ms["first_piece"] > answer.times_ms["search"] > 0
    )


@pytest.mark.parametrize(
    ("question", "status"),
    [
        ("", Status.BLOCKED_EMPTY),
        (" \n\u200b?", Status.BLOCKED_EMPTY),
        ("leave " * 2_000, Status.BLOCKED_TOO_LONG),
        ("x" * 100_000, Status.BLOCKED_TOO_LONG),
        ("What is the capital of Peru?", Status.NOT_COVERED),
    ],
)
def test_questions_that_are_not_answered(question: str, status: Status) -> None:
    library = FakeLibrary()
    pieces, answer = run(Assistant(library), question)
    assert answer.status is status
    assert answer.text.endswith(".")
    assert not pieces
    assert not answer.claims
    if status is Status.NOT_COVERED:
        assert answer.text.startswith(NOT_COVERED) and "(owned by HR Policy Team)" in answer.text
        assert len(answer.found) == 3  # the nearest passages can be shown
    else:
        assert not library.queries


def test_control_characters_do_not_reach_the_search() -> None:
    library = FakeLibrary()
    run(Assistant(library), "annual\u202e lea\u200bve\x00 days?")
    assert library.queries[0].text == "annual leave days?"


def test_an_empty_library_says_so() -> None:
    _, answer = run(Assistant(FakeLibrary(passages=())))
    assert answer.status is Status.BLOCKED_EMPTY_LIBRARY
    assert "Add some in the library" in answer.text


def test_a_dead_index_is_told_and_keeps_the_question() -> None:
    library = FakeLibrary(error=IndexUnavailable("The index does not answer. Nothing is lost."))
    _, answer = run(Assistant(library))
    assert answer.status is Status.ERROR_INDEX
    assert answer.text == "The index does not answer. Nothing is lost."
    assert answer.question == CARRY


def test_a_fault_of_ours_is_an_answer_too(caplog: pytest.LogCaptureFixture) -> None:
    library = FakeLibrary()
    library.error = ZeroDivisionError("secret detail")
    _, answer = run(Assistant(library))
    assert answer.status is Status.ERROR_INTERNAL
    assert "secret detail" not in answer.text
    assert "ZeroDivisionError" in caplog.text  # the log has the whole trace


def test_model_answers_with_checked_citations(chat_model: ModelServer) -> None:
    chat_model.script(
        Reply(
            (
                "You may carry over up to 10 days ",
                "[1]. ",
                "Your manager must agree ",
                "by May [9].",
            )
        )
    )
    pieces, answer = run(with_model())
    assert answer.status is Status.ANSWERED
    assert (answer.mode, answer.model, answer.notice) == ("model", "test-model", "")
    assert answer.prompt_version == "answer 2"
    assert answer.tokens == {"input": 120, "output": 30}
    assert "".join(pieces).endswith("by May [9].")
    assert answer.text.endswith("by May [?].")
    good, bad = answer.claims
    assert good.verdict is Verdict.SUPPORTED
    assert good.citations[0].quote == LEAVE.split("year. ")[1]
    assert good.citations[0].start == 100 + LEAVE.index("You may")
    assert bad.verdict is Verdict.UNSUPPORTED
    assert bad.note == "It names a source that does not exist, and none says this."


def test_the_model_may_say_that_nothing_answers(chat_model: ModelServer) -> None:
    chat_model.script(Reply(("NOT", " COVERED")))
    pieces, answer = run(with_model())
    assert answer.status is Status.NOT_COVERED
    assert answer.text.startswith(NOT_COVERED)
    assert not pieces
    assert answer.found


def test_the_model_may_answer_a_part(chat_model: ModelServer) -> None:
    said = "You may carry over up to 10 days [1]. The documents do not say who pays for it."
    chat_model.script(Reply((said,)))
    _, answer = run(with_model())
    assert answer.status is Status.PARTIAL
    assert len(answer.claims) == 1
    assert answer.text == said


@pytest.mark.parametrize(
    ("written", "shown", "notice"),
    [
        ("The answer is:", "The answer is:", STATED_NOTHING),
        ("![](http://tracker.example/?q=secret)", STATED_NOTHING, ""),
    ],
)
def test_words_that_state_nothing_are_no_answer(
    chat_model: ModelServer, written: str, shown: str, notice: str
) -> None:
    chat_model.script(Reply((written,)))
    _, answer = run(with_model())
    assert answer.status is Status.ERROR_MODEL
    assert (answer.text, answer.notice, answer.claims) == (shown, notice, ())


def test_the_mode_decides_for_one_question(chat_model: ModelServer) -> None:
    _, answer = run(with_model(), mode="embedded")
    assert answer.mode == "embedded"
    assert not chat_model.requests
    for mode in ("model", "other"):
        with pytest.raises(BadSetting):
            Assistant(FakeLibrary()).ask(HERE, CARRY, mode=mode)


def test_model_down_means_the_documents_own_words(chat_model: ModelServer) -> None:
    chat_model.script(Reply(status=401, error={"message": "Incorrect API key: sk-secret"}))
    pieces, answer = run(with_model())
    assert answer.status is Status.ANSWERED
    assert answer.mode == "embedded"
    assert answer.notice == (
        "The language model did not answer (the server refused the key: check OPENAI_API_KEY). "
        f"{INSTEAD}"
    )
    assert "".join(pieces) == answer.text
    assert answer.claims[0].verdict is Verdict.SUPPORTED


def test_model_down_is_no_reason_to_quote_what_does_not_answer(chat_model: ModelServer) -> None:
    chat_model.script(Reply(status=401, error={"message": "no"}))
    pieces, answer = run(with_model(), "What annual bonus do directors receive?")
    assert chat_model.chats  # near enough to ask the model
    assert answer.status is Status.NOT_COVERED
    assert (pieces, answer.claims) == ([], ())
    assert answer.notice.startswith("The language model did not answer")


def test_a_cut_answer_is_kept_and_marked(chat_model: ModelServer) -> None:
    chat_model.script(Reply(("You may carry over up to 10 days [1]. Your man",), cut="quiet"))
    pieces, answer = run(with_model())
    assert answer.status is Status.ERROR_MODEL
    assert answer.text == "".join(pieces)
    assert answer.notice.startswith("The language model stopped in the middle")
    assert answer.claims[0].verdict is Verdict.SUPPORTED


def test_a_length_limit_is_told(chat_model: ModelServer) -> None:
    chat_model.script(Reply(("You may carry over up to 10 days [1].",), finish="length"))
    _, answer = run(with_model())
    assert answer.status is Status.PARTIAL
    assert "length limit" in answer.notice


def test_follow_up_is_searched_with_its_past() -> None:
    library = FakeLibrary()
    history = [Turn("user", CARRY), Turn("assistant", "Up to 10 days. [1]")]
    _, answer = run(Assistant(library), "And if my manager is away?", history=history)
    assert library.queries[0].last == "And if my manager is away?"
    assert answer.query == f"{CARRY}\nAnd if my manager is away?"


def test_json_has_the_promised_keys() -> None:
    _, answer = run(Assistant(FakeLibrary()))
    value = answer_json(answer)
    assert {
        "query", "status", "answer", "claims", "ranked_documents", "passages", "time_ms",
    } <= set(value)  # fmt: skip
    assert set(value["time_ms"]) == {"search", "first_piece", "answer"}
    assert set(value["passages"][0]) == {
        "document", "heading_path", "text", "score", "start", "end",
    }  # fmt: skip
    assert set(value["claims"][0]["citations"][0]) == {
        "n", "document", "version", "page", "heading_path", "quote", "start", "end",
    }  # fmt: skip
    assert {"text", "verdict", "citations"} <= set(value["claims"][0])
    assert value["ranked_documents"][0] == "annual-leave-policy.md"
    assert len(value["passages"]) == 3
