"""An answer and its evidence, as they are drawn."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from assistant.answers.answer import Answer
from assistant.answers.citation import Citation
from assistant.answers.parts import AskingBack, Claim, Mark, said
from assistant.answers.status import Status, Verdict
from knowledge.documents.types import Found, Passage
from tests.answers import marked, quoted, written
from ui.parts.ask.answer import announcement, asking_html, finished_html
from ui.parts.ask.copying import copy_text
from ui.parts.ask.evidence import AROUND, cards, evidence_html

TEXT = "x " * 300 + "You may carry over 10 days. Ask first. " + "y " * 300
START = 1000
PASSAGE = Passage(
    7, 2, 3, 1, 1, "Leave <policy>", "leave.md", "HR", ("Leave",), 4, START, START + len(TEXT), TEXT
)


def citing(words: str, n: int = 1, review_by: date | None = None) -> Citation:
    start = START + TEXT.index(words)
    return Citation(
        n, 7, 2, 3, "leave.md", "Leave <policy>", 1, 4, ("Leave",), words, start,
        start + len(words), "HR", date(2026, 4, 1), review_by,
    )  # fmt: skip


def answered(*claims: Claim, status: Status = Status.ANSWERED, mode: str = "model") -> Answer:
    parts = quoted(*claims) if mode == "embedded" else written(*claims)
    return Answer("May I?", "May I?", status, parts, (Found(PASSAGE, 1.0, ()),), mode=mode)


def drawn(answer: Answer) -> str:
    return finished_html(5, answer, cards(answer))


CLAIM = Claim(
    "10 days may be carried.", (citing("carry over 10 days"),), Verdict.SUPPORTED,
    marks=marked(1, "10 days may be carried"),
)  # fmt: skip


def test_a_mark_leads_to_its_card_and_the_card_to_the_words() -> None:
    answer = answered(CLAIM)
    assert 'href="#evidence-5-1"' in drawn(answer)
    shown = evidence_html(5, cards(answer))
    start = START + TEXT.index("carry over")
    assert 'id="evidence-5-1"' in shown
    assert "<mark>carry over 10 days</mark>" in shown
    assert f"/document?version=3&amp;start={start}&amp;end={start + 18}#words" in shown
    assert "Leave &lt;policy&gt;" in shown and "<policy>" not in shown


def test_a_card_shows_the_words_and_not_a_page_around_them() -> None:
    shown = evidence_html(5, cards(answered(CLAIM)))
    assert len(shown) < 2 * AROUND + 900
    assert shown.count("…") == 2


def test_overlapping_words_are_marked_once() -> None:
    other = Claim("Ask first.", (citing("10 days. Ask first."),), Verdict.SUPPORTED)
    shown = evidence_html(5, cards(answered(CLAIM, other)))
    assert "<mark>carry over 10 days. Ask first.</mark>" in shown


def test_a_claim_that_is_not_found_is_said_in_words() -> None:
    failed = Claim("20 days.", (citing("Ask first"),), Verdict.UNSUPPORTED, "Not in the source.")
    html = drawn(answered(CLAIM, failed))
    assert "One of 2 statements not found in the source:" in html
    assert "“20 days.” Not in the source." in html


def test_what_is_partly_supported_is_not_said_to_be_missing() -> None:
    partly = Claim("20 days.", (citing("Ask first"),), Verdict.PARTLY, "It says 10 days.")
    missing = Claim("30 days.", (), Verdict.UNSUPPORTED, "Not in the source.")
    assert "One of 2 statements only partly supported by the source:" in drawn(
        answered(CLAIM, partly)
    )
    against = replace(partly, verdict=Verdict.CONTRADICTED)
    assert "One of 2 statements against the source:" in drawn(answered(CLAIM, against))
    marked = replace(against, marks=(Mark(7, 1), Mark(7, None)))
    assert "Against the source:" in drawn(answered(marked))
    assert "(the source says otherwise)" in drawn(answered(marked))
    assert "One of 3 statements not found in the source, one only partly supported:" in drawn(
        answered(CLAIM, partly, missing)
    )
    assert "Only partly supported by the source:" in drawn(answered(partly))


def test_a_passed_review_date_stands_beside_the_mark() -> None:
    late = replace(CLAIM, citations=(citing("10 days", review_by=date(2025, 5, 3)),))
    assert "review date passed on 3 May 2025" in drawn(answered(late))


def test_not_covered_shows_what_is_near_and_claims_nothing() -> None:
    answer = answered(status=Status.NOT_COVERED)
    html = drawn(answer)
    assert "The documents do not answer this" in html and "none of them answers" in html
    assert "Nearest passages" in evidence_html(5, cards(answer))
    assert announcement(answer) == "The documents do not answer this."


def test_the_documents_own_words_are_not_read_as_markdown() -> None:
    quote = Claim("Use **two** [2] _forms_ # now", (citing("Ask first"),), Verdict.SUPPORTED)
    html = drawn(answered(quote, mode="embedded"))
    assert "Use **two** [2] _forms_ # now" in html


def test_a_copy_names_its_sources() -> None:
    assert copy_text(answered(CLAIM)).endswith(
        "[1] Leave <policy> (version 1), Leave, page 4, in force since 1 April 2026"
    )


def test_a_withheld_statement_is_shown_nowhere() -> None:
    withheld = Claim("Leeds decides.", (), Verdict.UNSUPPORTED, "No.", withheld=True)
    shown = drawn(answered(CLAIM, withheld))
    assert "Leeds" not in shown
    assert "Figures, names and words agree with the sources; not checked for meaning." in shown


def test_a_statement_that_rules_cannot_check_is_shown_as_not_checked() -> None:
    other = Claim("Leeds decides.", CLAIM.citations, None, "The source may say this otherwise.")
    shown = drawn(answered(CLAIM, other))
    assert "One of 2 statements not checked for meaning:" in shown and "✓" not in shown
    assert "“Leeds decides.” The source may say this otherwise." in shown
    failed = replace(other, text="York pays.", verdict=Verdict.UNSUPPORTED)
    said = "One of 3 statements not found in the source, one not checked for meaning:"
    assert said in drawn(answered(CLAIM, other, failed))
    assert "Not checked." in drawn(answered(CLAIM, replace(other, note="")))


def test_a_model_that_failed_in_the_middle_has_answered_in_part() -> None:
    broken = replace(
        answered(Claim("You may.", (), Verdict.UNSUPPORTED), status=Status.ERROR_MODEL),
        notice="The language model stopped in the middle (the connection broke).",
    )
    assert '<h3 class="outcome">The answer is not complete</h3>' in drawn(broken)
    nothing = replace(broken, notice="", parts=said("The language model did not answer (…)."))
    assert '<h3 class="outcome">The language model did not answer</h3>' in drawn(nothing)


def test_a_question_back_lists_what_is_not_quoted_as_a_list_already() -> None:
    rule = "You cannot work abroad if you:\n\n- are on probation;\n- hold DV clearance."
    asked = answered(Claim(rule, (), Verdict.SUPPORTED), status=Status.CLARIFY, mode="embedded")
    listed = replace(
        asked,
        parts=(*asked.parts, AskingBack(("are on probation", "hold DV clearance"))),
    )
    shown = finished_html(1, listed, [])
    assert shown.count("are on probation") == 1
    assert "Which of these is so in your case?" in shown
    sentence = Claim("You can work abroad if you have permission.", (), Verdict.SUPPORTED)
    single = replace(asked, parts=(*quoted(sentence), AskingBack(("you have permission",))))
    assert "<li>you have permission</li>" in finished_html(1, single, [])
    assert "Is that so in your case?" in finished_html(1, single, [])


RULE = "2.1 You cannot work abroad if you:\n\n- are on probation;\n- hold DV  clearance."
QUOTES = quoted(
    Claim("Ask your manager.", (), Verdict.SUPPORTED),
    Claim(RULE, (), Verdict.SUPPORTED),
    Claim("Stays are short.", (), Verdict.SUPPORTED),
)
ASKING = replace(
    answered(status=Status.CLARIFY, mode="embedded"),
    parts=(*QUOTES, AskingBack(("are on probation", "hold DV clearance"))),
)


def test_a_rule_stands_above_its_options_without_its_own_list() -> None:
    above, below = asking_html(1, ASKING, [])
    assert "It depends on your case" in above and "You cannot work abroad if you:" in above
    assert "Ask your manager." in above and "Stays are short." not in above
    assert "Stays are short." in below and "Quoted word for word." in below
    assert "probation" not in above + below


def test_a_list_of_which_not_every_item_is_an_option_stays_whole() -> None:
    above, _ = asking_html(
        1, replace(ASKING, parts=(*QUOTES, AskingBack(("hold DV clearance",)))), []
    )
    assert "<li>are on probation;</li>" in above and "clearance" in above


def test_a_question_back_is_announced_with_its_question() -> None:
    assert announcement(ASKING) == "It depends on your case. Which of these is so in your case?"


def test_documents_that_may_be_meant_are_no_case_of_the_reader() -> None:
    offered = AskingBack(("Leave", "Special Leave"), offers="documents")
    asked = replace(ASKING, parts=(*QUOTES, offered))
    assert announcement(asked).startswith("More than one document may be meant. Which of these")


def test_not_covered_says_what_is_missing_and_that_a_model_failed() -> None:
    answer = replace(answered(status=Status.NOT_COVERED), notice="“Leave” has no annex B.")
    assert "“Leave” has no annex B. The nearest passages are shown" in drawn(answer)


def test_a_models_answer_that_nothing_supports_does_not_pass_for_quotes() -> None:
    claim = replace(CLAIM, verdict=Verdict.UNSUPPORTED)
    answer = replace(answered(claim, status=Status.UNSURE), notice="None of it was found.")
    assert "None of it was found." in drawn(answer)
    assert "nearest words" not in drawn(answer)


def test_only_a_judged_meaning_earns_a_tick() -> None:
    by_rule = drawn(answered(replace(CLAIM, checked="by-rule")))
    assert "not checked for meaning" in by_rule and "✓" not in by_rule
    quoted = drawn(answered(replace(CLAIM, checked="word-for-word"), mode="embedded"))
    assert "Quoted word for word." in quoted and "✓" not in quoted
    judged = drawn(replace(answered(replace(CLAIM, checked="by-model")), judge="judge-1"))
    assert "✓" in judged and "Checked for meaning by judge-1 against the sources." in judged
