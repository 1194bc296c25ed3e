"""How an answer was made, as it is drawn: complete, in plain words, safe."""

from __future__ import annotations

from dataclasses import replace

from assistant.answers.answer import Answer
from assistant.answers.parts import Claim
from assistant.answers.receipt import STOPPED, Call, Purpose, Receipt
from assistant.answers.status import Status, Verdict
from knowledge.documents.types import Found, Passage, Reason
from tests.answers import written
from ui.parts.ask.how_made import how_made_html
from ui.parts.ask.receipt import cost_sentence, left_sentence, money, tokens_sentence

PASSAGE = Passage(7, 2, 3, 1, 1, "Leave <policy>", "leave.md", "HR", ("Leave",), 4, 0, 5, "Words")
CALL = Call(
    "api.example", "gpt <1>", Purpose.COMPOSE, "answer 3", 1_240, 300, 400, 60,
    cost=0.0014, currency="£", milliseconds=1_500,
)  # fmt: skip
ANSWER = Answer(
    "May I?",
    "May I carry <b>leave</b>?",
    Status.ANSWERED,
    written(
        Claim("You may.", (), Verdict.SUPPORTED),
        Claim("Ask.", (), Verdict.SUPPORTED),
        Claim("By May.", (), Verdict.UNSUPPORTED),
    ),
    (Found(PASSAGE, 0.5, (Reason("meaning", 1, 0.71), Reason("words", 12, 8.5))),),
    mode="model",
    model="gpt <1>",
    prompt_version="answer 3",
    times_ms={"search": 120.0, "judge": 0.2, "compose": 1500.0, "answer": 1640.0},
    reason="The nearest passage has a closeness of 0.71.",
    receipt=Receipt((CALL,)),
)


def test_everything_is_there_in_plain_words() -> None:
    shown = how_made_html(ANSWER)
    for words in (
        "<dt>Searched for</dt><dd>May I carry &lt;b&gt;leave&lt;/b&gt;?</dd>",
        "Answered. The nearest passage has a closeness of 0.71.",
        "The language model gpt &lt;1&gt;, with the instructions “answer 3”",
        "3: 2 found in its source and 1 not found",
        "1,240 characters went to api.example in 1 request.",
        "400 sent, 60 received",
        "£0.0014",
        "Searching 0.12 s, writing 1.50 s; finished after 1.64 s",
        "writing the answer",
        "Complete",
        "1 passage found, the nearest first",
        "Leave &lt;policy&gt;",
        "1st by its meaning (0.71)<br>12th by its words (8.50)",
    ):
        assert words in shown
    assert "<policy>" not in shown and "<1>" not in shown and "judging" not in shown


def test_an_embedded_answer_says_that_nothing_left() -> None:
    shown = how_made_html(replace(ANSWER, mode="embedded", model="", receipt=Receipt()))
    assert "<dt>Sent outside</dt><dd>Nothing left this machine.</dd>" in shown
    assert "Nobody: these are the documents&#39; own words" in shown
    assert "Requests to outside models" not in shown
    assert "<dt>Cost</dt>" not in shown and "<dt>Tokens</dt>" not in shown


def test_an_answer_without_a_receipt_does_not_claim_that_nothing_left() -> None:
    old = replace(ANSWER, receipt=None, reason="", tokens={"input": 12, "output": 3})
    shown = how_made_html(old)
    assert "Not known: this answer is older than Bernard&#39;s receipts" in shown
    assert "12 input, 3 output" in shown
    assert "Nothing left" not in shown


def test_a_question_that_was_stopped_names_no_one_as_its_writer() -> None:
    shown = how_made_html(Answer("", "", Status.BLOCKED_EMPTY, receipt=Receipt()))
    assert "Not searched: the question was stopped before." in shown
    assert "Worded by" not in shown
    assert "Nothing left this machine." in shown


def test_failed_tries_are_shown_and_told_from_what_left() -> None:
    unreached = Call("api.example", "gpt", Purpose.COMPOSE, outcome="no connection <now>")
    shown = how_made_html(replace(ANSWER, receipt=Receipt((unreached,))))
    assert "Nothing left this machine." in shown
    assert "Failed: no connection &lt;now&gt;" in shown
    ranked = Call("rank.example", "", Purpose.SEARCH, sent_characters=10)
    both = Receipt((unreached, ranked, CALL))
    assert left_sentence(both) == (
        "1,250 characters went to api.example and rank.example in 2 requests."
    )
    assert cost_sentence(both) == ""  # what the ranking cost is not known


def test_a_call_that_the_person_stopped_has_not_failed() -> None:
    stopped = replace(CALL, outcome=STOPPED)
    shown = how_made_html(replace(ANSWER, status=Status.STOPPED, receipt=Receipt((stopped,))))
    assert ">Stopped</td>" in shown and "Failed" not in shown


def test_a_mark_that_was_put_right_is_said_and_only_there() -> None:
    note = "It named source 2; the words are in source 1."
    right = Claim("You <may>.", (), Verdict.SUPPORTED, note)
    wrong = Claim("You must.", (), Verdict.UNSUPPORTED, "Source 1 does not say this.")
    shown = how_made_html(replace(ANSWER, parts=written(right, wrong)))
    assert f"<li>“You &lt;may&gt;.” {note}</li>" in shown
    assert "does not say this" not in shown  # that stands under the answer
    assert "Marks put right" not in how_made_html(ANSWER)


def test_estimates_are_called_so() -> None:
    receipt = Receipt((replace(CALL, tokens_estimated=True),))
    assert tokens_sentence(receipt) == "about 400 sent, 60 received"
    assert cost_sentence(receipt) == "about £0.0014"


def test_a_little_money_is_not_nothing() -> None:
    assert [money(cost, "£") for cost in (0, 0.0031, 0.25, 12.5)] == [
        "£0.00", "£0.0031", "£0.25", "£12.50",
    ]  # fmt: skip
