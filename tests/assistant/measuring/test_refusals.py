"""Questions without their answer are scored as if it had never been loaded; signals that tell them
apart are found."""

from __future__ import annotations

import random
from collections.abc import Sequence

from assistant.answering.evidence.signals import Signals
from knowledge.documents.types import Found
from knowledge.library import Library, SearchQuery
from tests.lab.evaluation.metrics import mean
from tests.lab.refusals import ANSWERABLE, Fit, Row, chosen, fitted, odds, report, separations
from tests.lab.taken_away import taken_away
from tests.people import HERE

QUESTION = SearchQuery("How many days of annual leave can I carry over into next year?")
PLAIN = Signals(*(0.5 for _ in range(13)))


def test_what_is_taken_away_leaves_the_scores_of_a_library_without_it(
    sample_library: Library,
) -> None:
    """But for how rare words are, which changes a little with a document less."""
    found = sample_library.search(QUESTION, HERE, 80)
    best = found[0].passage
    left = taken_away(found, lambda one: one.passage.document_id == best.document_id)
    sample_library.withdraw(HERE, best.document_id)
    try:
        without = sample_library.search(QUESTION, HERE, 10)
    finally:
        sample_library.restore(HERE, best.version_id)
    untouched = [one for one in found if one.passage.document_id != best.document_id]
    assert _distance(left, without) < 0.02
    assert _distance(left, without) < _distance(untouched, without) / 2
    assert left[0].passage.text == without[0].passage.text


def _distance(found: Sequence[Found], real: Sequence[Found]) -> float:
    scores = {one.passage.text: one.score for one in found}
    return mean([abs(scores[one.passage.text] - one.score) for one in real])


def _rows(half: str) -> list[Row]:
    """The score tells answerable questions apart, closeness a little, the rest is chance."""
    chance = random.Random(half)
    rows = []
    for number in range(200):
        answerable = number % 2 == 0
        seen = {name: chance.random() for name in PLAIN.__dataclass_fields__}
        seen["score"] = chance.gauss(0.7 if answerable else 0.4, 0.1)
        seen["passage"] = chance.gauss(0.6 if answerable else 0.5, 0.2)
        kind = ANSWERABLE if answerable else "absent"
        rows.append(Row(f"{half}{number}", "gov_uk_condqa", kind, half, Signals(**seen)))
    return rows


def test_the_signal_that_tells_is_chosen_first() -> None:
    assert chosen(_rows("tune"))[0] == "score"


def test_weights_hold_on_the_half_kept_apart() -> None:
    weights, constant = fitted(_rows("tune"), ["score", "asked"])
    apart = _rows("dev")
    (area,) = separations(apart, odds(apart, weights, constant)).values()
    assert area > 0.95
    assert weights["score"] > 10 * abs(weights["asked"])


def test_the_report_tells_both_halves_and_the_bars() -> None:
    fit = Fit("story", [*_rows("tune"), *_rows("dev")])
    told = report(fit, fit.now())
    assert "| gov_uk_condqa, absent |" in told
    assert "400 rows, 200 of them fitted on." in told
    assert "Signals chosen now: score" in told
    assert "Bars now: not covered below" in told
