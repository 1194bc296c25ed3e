"""The retrieval bench's pieces, each against what can be worked out by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest

from assistant.answers.answer import Turn
from knowledge.documents.blocks import ReadingBuilder
from tests.knowledge.doubles import WordVectors
from tests.lab.evaluation.questions import LabelledQuestion, half
from tests.lab.retrieval.classes import asks_of_table, classes_of
from tests.lab.retrieval.cutting import passages, windows
from tests.lab.retrieval.documents import BenchDocument
from tests.lab.retrieval.figures import Labels, figures, interval
from tests.lab.retrieval.indexes import Meaning, Words
from tests.lab.retrieval.ranking import asked, order, reciprocal_ranks
from tests.lab.retrieval.rows import Row, row_of
from tests.lab.retrieval.variants import BERNARD, PARTS, PLAIN, VARIANTS

BY_NAME = {variant.name: variant for variant in VARIANTS}


def document(text: str, title: str = "Leave") -> BenchDocument:
    builder = ReadingBuilder()
    builder.heading(title, 1)
    builder.paragraph(text)
    return BenchDocument("leave.md", title, builder.build())


def test_halves_are_by_the_hash_of_the_id() -> None:
    # int(sha256(b"a"), 16) ends in …bb, odd; of "c" in …c6, even
    assert (half("a"), half("c")) == ("dev", "tune")
    shares = [half(str(number)) for number in range(1_000)]
    assert 450 < shares.count("dev") < 550


@pytest.mark.parametrize(
    ("text", "classes"),
    [
        ("annual leave carry-over", {"keyword"}),
        ("annual leave?", {"natural"}),
        ("how much leave", {"natural"}),
        ("Can I carry over my unused annual leave", {"natural"}),
        ("What does paragraph 4.2 say?", {"natural", "reference"}),
        ("Does s. 21 apply here?", {"natural", "reference"}),
        ("Which box of the P45 is it?", {"natural", "reference"}),
        ("I-130", {"keyword", "reference"}),
        ("May I accept a gift of £25?", {"natural", "reference"}),
        ("Is a rise of 3 per cent allowed?", {"natural", "reference"}),
        ("Since 2019 I have lived here. May I stay?", {"natural"}),
        ("Who signs as SRO?", {"natural", "acronym"}),
        ("Do SROs sign in the UK?", {"natural", "acronym"}),
        ("May I live in the UK?", {"natural"}),
        ("WHO SIGNS THE FORM?", {"natural"}),
        ("No", {"natural"}),
    ],
)
def test_classes_by_the_words_of_the_question(text: str, classes: set[str]) -> None:
    assert set(classes_of(LabelledQuestion("1", text), in_table=False)) == classes


def test_a_follow_up_and_a_table_are_classes_too() -> None:
    builder = ReadingBuilder()
    builder.paragraph("Staff are paid once a month on the last working day of it.")
    builder.table([["Grade", "Days of leave each year"], ["AO", "25 days and bank holidays"]], 1)
    pay = BenchDocument("pay.md", "Pay", builder.build())
    row = LabelledQuestion(
        "1", "And AO?", (Turn("user", "Leave?"),), spans=("AO 25 days and bank holidays",)
    )
    month = LabelledQuestion("2", "When?", spans=("paid once a month on the last working day",))
    assert asks_of_table(row, [pay])
    assert not asks_of_table(month, [pay])
    assert classes_of(row, in_table=True) == ("natural", "acronym", "follow-up", "table")


def test_windows_cover_the_text_and_overlap_by_forty_words() -> None:
    said = [f"w{number}" for number in range(400)]
    pieces = windows([document(" ".join(said))])
    whole = ["Leave", *said]
    assert [piece.text.split() for piece in pieces] == [
        whole[:180],
        whole[140:320],
        whole[280:401],
    ]
    assert pieces[0].embedded().startswith("Leave\n")
    (short,) = windows([document("Ten days.")])
    assert short.text == "Leave\n\nTen days."
    assert len(windows([document(" ".join(said[:179]))])) == 1, "180 words are one window"


def test_passages_keep_to_the_size_asked() -> None:
    text = " ".join(f"Sentence number {number} says a thing or two." for number in range(60))
    model = WordVectors()
    sizes = {size: passages([document(text)], model.count_tokens, size) for size in (50, 100, 200)}
    for size, pieces in sizes.items():
        own = [piece.text.removeprefix("Leave\n\n") for piece in pieces]
        assert max(model.count_tokens(one) for one in own) <= size
    assert len(sizes[50]) > len(sizes[100]) > len(sizes[200])


def test_reciprocal_ranks() -> None:
    scores = reciprocal_ranks([[7, 8], [8, 9]])
    assert scores == {7: 1 / 61, 8: 1 / 62 + 1 / 61, 9: 1 / 62}


def test_words_and_meaning_are_exact() -> None:
    texts = ["annual leave days", "gifts register", "leave for parents"]
    words = Words(("", "", text) for text in texts)
    assert list(words.best('"gifts"', (1, 1, 1), 10)) == [1]
    assert set(words.best('"leave"', (1, 1, 1), 10)) == {0, 2}
    assert words.best("", (1, 1, 1), 10) == {}
    titled = Words([("leave", "", "gifts"), ("gifts", "", "leave")])
    assert next(iter(titled.best('"leave"', (2, 1, 1), 1))) == 0
    assert next(iter(titled.best('"leave"', (0.5, 1, 1), 1))) == 1
    meaning = Meaning(WordVectors(), texts)
    assert meaning.nearest("gifts register", 1) == [1]
    assert meaning.cosines("gifts register")[1] == pytest.approx(1.0, abs=1e-5)


def test_each_variant_asks_for_its_turns() -> None:
    history = (
        Turn("user", "How many days of leave?"),
        Turn("assistant", "25."),
        Turn("user", "May I carry them over?"),
        Turn("assistant", "Ten days."),
    )
    question = LabelledQuestion("1", "And by when must they be taken?", history)
    texts = {name: asked(BY_NAME[name], question).text.split("\n") for name in BY_NAME}
    assert texts["turns: last alone"] == [question.text]
    assert texts["turns: last two joined"] == [history[2].content, question.text]
    assert texts[PLAIN] == texts["turns: last two joined"]
    assert texts["turns: all joined"] == [history[0].content, history[2].content, question.text]
    alone = LabelledQuestion("2", "How many days of leave?")
    assert {asked(variant, alone).text for variant in VARIANTS} == {alone.text}


def test_the_plain_order_is_the_sum_of_both_ranks() -> None:
    texts = ["annual leave days", "gifts register", "annual report", "parking"]
    words, meaning = Words(("", "", text) for text in texts), Meaning(WordVectors(), texts)
    variant = BY_NAME[PLAIN]
    query = asked(variant, LabelledQuestion("1", "annual leave days"))
    ranked = order(variant, query, words, meaning, [0, 1, 2, 3])
    assert ranked[:2] == [0, 2]
    assert set(ranked) == {0, 1, 2, 3}, "everything is near to some degree"
    only_words = order(BY_NAME["words only"], query, words, meaning, [0, 1, 2, 3])
    assert only_words == [0, 2]


def test_neighbours_lift_what_stands_beside() -> None:
    texts = ["leave", "carry over", "gifts", "carry over"]
    words, meaning = Words(("", "", text) for text in texts), Meaning(WordVectors(), texts)
    documents = [0, 0, 1, 1]
    query = asked(BY_NAME[PARTS], LabelledQuestion("1", "leave carry over"))
    alone = order(BY_NAME["no document's closeness"], query, words, meaning, documents)
    beside = order(BY_NAME["neighbours' scores added"], query, words, meaning, documents)
    assert {alone[0], alone[1]} == {1, 3}
    assert beside.index(1) < beside.index(3), "it stands beside “leave”"


def test_a_row_by_hand() -> None:
    question = LabelledQuestion("1", "?", relevant=("a", "b"), spans=("ten days of leave",))
    ndcg, recall, hit = row_of(question, ["x", "a", "y"], ["You get ten days of leave.", "x"])
    best = 1 + 1 / math.log2(3)
    assert ndcg == pytest.approx((1 / math.log2(3)) / best)
    assert (recall, hit) == (0.5, 1.0)
    assert row_of(LabelledQuestion("2", "?", relevant=("a",)), ["a"], [])[2] is None


def test_figures_by_half_and_class_with_their_doubt() -> None:
    labels = {
        "a": Labels("dev", ("natural",)),
        "b": Labels("dev", ("natural", "acronym")),
        "c": Labels("tune", ("keyword",)),
    }
    plain: dict[str, Row] = {"a": (0.5, 0.0, 1.0), "b": (0.5, 1.0, None), "c": (0.0, 0.0, 0.0)}
    better: dict[str, Row] = {"a": (1.0, 1.0, 1.0), "b": (0.5, 1.0, None), "c": (0.0, 0.0, 0.0)}
    parts = figures({PLAIN: plain, BERNARD: better}, labels, (PLAIN, PARTS))
    assert set(parts) == {
        "all", "dev", "tune", "natural, all", "natural, dev", "acronym, all", "acronym, dev",
        "keyword, all", "keyword, tune",
    }  # fmt: skip
    dev = parts["dev"][BERNARD]
    assert (dev["n"], dev["ndcg@10"], dev["recall@5"], dev["span_hit@5"]) == (2, 0.75, 1.0, 1.0)
    low, mean, high = dev["against"][PLAIN]["ndcg@10"]
    assert (low, mean, high) == (0.0, 0.25, 0.5), "of two questions either, both or none is drawn"
    assert parts["acronym, dev"][BERNARD]["span_hit@5"] is None
    assert parts["tune"][BERNARD]["against"][PLAIN]["ndcg@10"] == [0.0, 0.0, 0.0]


def test_the_interval_is_that_of_the_mean() -> None:
    differences = np.random.default_rng(1).normal(0.1, 0.5, 400)
    low, mean, high = interval(differences)
    half_width = 1.96 * differences.std() / math.sqrt(400)
    assert mean == pytest.approx(differences.mean())
    assert low == pytest.approx(mean - half_width, abs=0.01)
    assert high == pytest.approx(mean + half_width, abs=0.01)
    assert interval(differences) == [low, mean, high], "the same in every run"
