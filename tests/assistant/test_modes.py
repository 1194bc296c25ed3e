"""With a model: an answer, a question back, another form of the answer before, another language."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace

import pytest

from assistant.answering.assistant import Assistant
from assistant.answering.comparing.missing import MAY_SAY
from assistant.answering.question.by_example import Kind
from assistant.answering.step import Checking
from assistant.answers.answer import Answer, Turn
from assistant.answers.events import Event, Finished, Piece
from assistant.answers.json import answer_json
from assistant.answers.parts import Table
from assistant.answers.receipt import Purpose
from assistant.answers.status import Status, Verdict
from assistant.models import Models
from knowledge.access import Asker
from tests.assistant.fakes import LEAVE, PASSAGES, FakeLibrary, passage
from tests.model_server import ModelServer, Reply
from tests.people import HERE

QUESTION = "How many days of annual leave may I carry over?"
TRUE = "You may carry over up to 10 days if your manager agrees [1]."


def rewritten(question: str, kind: str = "other") -> str:
    return json.dumps({"question": question, "kind": kind, "parts": []})


def served(chat_model: ModelServer, *replies: str) -> None:
    chat_model.script(*(Reply((text,)) for text in replies))


def ask(question: str, history: Sequence[Turn] = (), library: FakeLibrary | None = None) -> Answer:
    return finished(events(question, history, library))


def events(
    question: str, history: Sequence[Turn] = (), library: FakeLibrary | None = None
) -> list[Event]:
    assistant = Assistant(
        library or FakeLibrary(),
        models=Models.from_environment(),
        checking=Checking(ask_model=False),
    )
    return list(assistant.ask(HERE, question, history))


def finished(came: list[Event]) -> Answer:
    assert isinstance(came[-1], Finished)
    return came[-1].answer


def purposes(answer: Answer) -> list[Purpose]:
    assert answer.receipt is not None
    return [call.purpose for call in answer.receipt.calls]


ASKING = "ASK BACK: Does your manager agree?\n- your manager agrees before 31 March\n- {}"


@pytest.mark.parametrize("opening", ["ASK BACK: ", "**ASK BACK**: ", "ASK BACK:\n"])
def test_a_model_asks_back_with_the_documents_own_cases(
    chat_model: ModelServer, opening: str
) -> None:
    said = ASKING.format("your manager agrees after 31 March [1]").replace("ASK BACK: ", opening)
    chat_model.script(Reply(tuple(said[at : at + 3] for at in range(0, len(said), 3))))
    came = events(QUESTION)
    assert not any(isinstance(event, Piece) for event in came)
    answer = finished(came)
    assert answer.status is Status.CLARIFY
    cases = ("your manager agrees before 31 March", "your manager agrees after 31 March")
    assert answer.options == cases
    assert answer.turn.asks == "Does your manager agree?"
    assert purposes(answer) == [Purpose.COMPOSE]


def test_cases_that_no_document_knows_are_not_offered(chat_model: ModelServer) -> None:
    served(chat_model, ASKING.format("Pensions rise every spring in Leeds"))
    answer = ask(QUESTION)
    assert answer.mode == "embedded" and answer.status is not Status.CLARIFY
    assert "asked back for something that the documents do not decide" in answer.notice


def test_what_stands_behind_the_cases_is_none(chat_model: ModelServer) -> None:
    served(chat_model, ASKING.format("your manager agrees after 31 March") + "\nLeave is 25 days.")
    assert len(ask(QUESTION).options) == 2


def test_a_row_whose_mark_has_a_cell_of_its_own_is_checked(chat_model: ModelServer) -> None:
    rows = "| Carry over | up to 12 days | [1] |"
    served(chat_model, f"| What | Days | Source |\n|---|---|---|\n{rows}")
    (claim,) = ask(QUESTION).claims
    assert claim.verdict is Verdict.UNSUPPORTED and claim.numbers == (1,)


@pytest.mark.parametrize(
    "kind, parts",
    [("Other", None), ("chat", ["May leave be carried over?"] * 5), ("value", "")],
)
def test_a_rewritten_question_is_read_as_models_write_it(
    chat_model: ModelServer, kind: str, parts: object
) -> None:
    said = {"question": "May annual leave be carried over by part-timers?", "kind": kind}
    served(chat_model, json.dumps({**said, "parts": parts}), TRUE)
    answer = ask("And for part-timers?", (Turn("user", QUESTION), Turn("assistant", TRUE)))
    assert answer.query == said["question"]


def test_ask_back_in_words_is_an_answer(chat_model: ModelServer) -> None:
    served(chat_model, "Ask back before 31 March whether your manager agrees [1].")
    answer = ask(QUESTION)
    assert answer.status is Status.ANSWERED and answer.text.startswith("Ask back before 31 March")


def conversation(chat_model: ModelServer) -> tuple[Turn, ...]:
    served(chat_model, TRUE)
    before = ask(QUESTION)
    return Turn("user", QUESTION), before.turn


TABLE = "| What | Days |\n|---|---|\n| Carry over if your manager agrees | up to 10 days [1] |"


def test_another_form_is_made_of_the_same_sources(chat_model: ModelServer) -> None:
    history = conversation(chat_model)
    library = FakeLibrary()
    served(chat_model, rewritten("as a table", "reshape"), TABLE)
    answer = ask("Put that in a table", history, library)
    assert library.queries == []  # nothing is searched
    assert answer.kind == "reshape" and answer.prompt_version.startswith("reshape ")
    assert purposes(answer) == [Purpose.REWRITE, Purpose.COMPOSE]
    (table,) = answer.parts
    assert isinstance(table, Table)
    (claim,) = answer.claims
    assert (claim.verdict, [one.n for one in claim.citations]) == (Verdict.SUPPORTED, [1])
    assert answer.sources and {one.why for one in answer.sources} == {"of the answer before"}
    prompt = chat_model.chats[-1].prompt
    assert LEAVE in prompt and f"\n{TRUE.replace('[1]', '(1)')}\nend answer " in prompt


def test_what_may_not_be_read_any_more_is_searched_for_anew(chat_model: ModelServer) -> None:
    history = conversation(chat_model)
    gone = FakeLibrary([one for one in PASSAGES if "annual leave" not in one.text])
    served(chat_model, rewritten("as a table", "reshape"), "NOT COVERED")
    answer = ask("Put that in a table", history, gone)
    assert gone.queries and LEAVE not in chat_model.chats[-1].prompt
    assert answer.status is Status.NOT_COVERED


def test_without_an_answer_before_there_is_nothing_to_put_into_a_form(
    chat_model: ModelServer,
) -> None:
    library = FakeLibrary()
    history = (Turn("user", QUESTION), Turn("assistant", "It failed."))
    served(chat_model, rewritten("annual leave as a table", "reshape"), TRUE)
    answer = ask("Put that in a table", history, library)
    assert library.queries and answer.prompt_version.startswith("answer ")


def test_a_question_back_is_not_put_into_another_form(chat_model: ModelServer) -> None:
    served(chat_model, ASKING.format("your manager agrees after 31 March"))
    asked = ask(QUESTION)
    assert asked.turn.asks and asked.turn.sources
    history = (Turn("user", QUESTION), asked.turn)
    served(chat_model, rewritten(f"{QUESTION} In short.", "reshape"), TRUE)
    library = FakeLibrary()
    answer = ask("Shorter please", history, library)
    assert library.queries and answer.prompt_version.startswith("answer ")
    assert (answer.status, answer.text) == (Status.ANSWERED, TRUE)


class _Respelling(FakeLibrary):
    def read_as(self, question: str, asker: Asker) -> dict[str, str]:
        return {"anual": "annual"}


def test_a_model_reads_what_was_typed_and_the_search_what_is_meant(
    chat_model: ModelServer,
) -> None:
    typed = QUESTION.replace("annual", "anual")
    served(chat_model, TRUE, "[]")
    library = _Respelling()
    assistant = Assistant(
        library, models=Models.from_environment(), checking=Checking(ask_model=True)
    )
    answer = finished(list(assistant.ask(HERE, typed)))
    assert [query.text for query in library.queries] == [QUESTION]
    written, judged = chat_model.chats
    assert f"Question: {typed}" in written.prompt and QUESTION not in written.prompt
    assert typed in judged.prompt
    assert any("“anual” as “annual”" in one for one in answer.remarks)


FRENCH = "Combien de jours de congé puis-je reporter sur l'année suivante ?"


def test_another_language_is_searched_for_in_english_and_answered_in_itself(
    chat_model: ModelServer,
) -> None:
    library = FakeLibrary()
    said = "Vous pouvez reporter 10 jours de congé si votre responsable est d'accord [1]."
    served(chat_model, rewritten(QUESTION, "value"), said)
    answer = ask(FRENCH, (), library)
    assert [query.text for query in library.queries] == [QUESTION]
    assert purposes(answer) == [Purpose.REWRITE, Purpose.COMPOSE]
    assert f"Question: {FRENCH}" in chat_model.chats[-1].prompt
    (claim,) = answer.claims
    # The rules read English alone: they say nothing, and the English words stand beside it.
    assert claim.verdict is None and claim.note.startswith("Not checked")
    assert [one.n for one in claim.citations] == [1] and "10 days" in claim.citations[0].quote
    assert answer.text == said


def test_an_english_question_is_not_rewritten(chat_model: ModelServer) -> None:
    served(chat_model, TRUE)
    assert purposes(ask(QUESTION)) == [Purpose.COMPOSE]


def test_what_is_known_comes_with_the_request_and_not_with_the_instructions(
    chat_model: ModelServer,
) -> None:
    review = replace(PASSAGES[0], review_by=PASSAGES[0].effective_from)
    served(chat_model, TRUE)
    for _ in range(2):
        ask(QUESTION, (), FakeLibrary([review, *PASSAGES[1:]]))
    (system, request), (again, other) = (
        [message["content"] for message in chat.messages] for chat in chat_model.chats
    )
    assert system == again and request != other  # servers keep what requests share
    assert "Today: " in request and "3 documents in force that this person may read" in request
    assert "Owner: HR Policy Team" in request
    assert "In force since: 1 April 2026\nReview by: 1 April 2026" in request


NIGHT = "Staff who stay overnight in London may claim up to £120 for a hotel with receipts."


def test_what_the_documents_are_said_not_to_say_is_looked_for_again(
    chat_model: ModelServer,
) -> None:
    """The words that say it stand behind the answer, and it is no gap any more."""
    held = FakeLibrary([*PASSAGES, passage(4, NIGHT, "Hotels")])
    missing = "The documents do not say how much staff may claim for a hotel overnight in London."
    served(chat_model, f"{TRUE} {missing}")
    answer = ask(QUESTION, (), held)
    assert missing in answer.text and MAY_SAY in answer.text
    quote = answer.claims[-1]
    assert quote.checked == "word-for-word" and "£120" in quote.text
    assert answer.status is Status.ANSWERED


def test_a_true_gap_stays_one(chat_model: ModelServer) -> None:
    missing = "The documents do not say who feeds the ambassador's parrot."
    served(chat_model, f"{TRUE} {missing}")
    answer = ask(QUESTION)
    assert (answer.status, answer.missing) == (Status.PARTIAL, missing)
    assert MAY_SAY not in answer.text


def test_what_a_model_was_given_is_told(chat_model: ModelServer) -> None:
    served(chat_model, TRUE)
    record = answer_json(ask("May I carry leave over?"))
    assert [one["n"] for one in record["sources"]] == list(range(1, len(record["sources"]) + 1))
    assert {one["why"] for one in record["sources"]} <= {"found", "the whole document"}
    (call,) = record["calls"]
    assert call["purpose"] == "compose" and call["tokens_in"] > 0
    assert record["kind"] in list(Kind)
