"""What speaks for and against the passages found holding an answer, as numbers for the judge."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answering.evidence.candidates import Candidate, Closeness, Rarity
from assistant.answering.question.asked import asked_proper
from knowledge.documents.types import Found, Passage
from knowledge.language.words import stems
from knowledge.library import SearchQuery

#: Passages whose words count as the best document's.
READ = 10
#: The passage that the best one is compared with, from 0.
FIFTH = 5


@dataclass(frozen=True, slots=True)
class Signals:
    """Closeness is a cosine; words are the share of the question's words that are held, each
    weighing the more the fewer of the passages found hold it (0 to 1)."""

    score: float  # of the best passage, as searched
    ahead: float  # of the best passage of another document, in score
    ahead_of_fifth: float
    passage: float  # closeness of the best passage to the question
    sentence: float  # of the nearest sentence compared
    heading: float  # of the best passage's heading to what is asked proper
    title: float
    words_of_document: float  # words asked proper, in the best document's passages
    words_of_passage: float  # all words of the question, in the best passage
    words_of_sentence: float  # words asked proper, in the nearest sentence
    bm25: float  # the best there is among those found
    asked: float  # log(1 + words asked proper)
    said: float  # log(1 + words of the question)


def signals(
    query: SearchQuery,
    found: Sequence[Found],
    candidates: Sequence[Candidate],
    closeness: Closeness,
) -> Signals:
    """`found` and `candidates` hold something. Raises ModelUnavailable."""
    best = found[0].passage
    proper = asked_proper(query.asked)
    heading, title = closeness(
        SearchQuery(proper),
        [best.heading_path[-1] if best.heading_path else best.title, best.title],
    )
    nearest = max(candidates, key=lambda one: one.meaning)
    held = [stems(_all_words(item.passage)) for item in found]
    rarity = Rarity(held)
    asked, said = stems(proper), stems(query.text)
    of_document = [
        words
        for item, words in zip(found[:READ], held, strict=False)
        if item.passage.document_id == best.document_id
    ]
    others = (item.score for item in found if item.passage.document_id != best.document_id)
    return Signals(
        score=found[0].score,
        ahead=found[0].score - next(others, found[-1].score),
        ahead_of_fifth=found[0].score - found[min(FIFTH, len(found) - 1)].score,
        passage=found[0].closeness,
        sentence=nearest.meaning,
        heading=heading,
        title=title,
        words_of_document=rarity.share(asked, set().union(*of_document)),
        words_of_passage=rarity.share(said, held[0]),
        words_of_sentence=rarity.share(asked, stems(nearest.found.passage.judged(nearest.unit))),
        bm25=max(reason.score if (reason := item.reason("words")) else 0.0 for item in found),
        asked=math.log(1 + len(asked)),
        said=math.log(1 + len(said)),
    )


def _all_words(passage: Passage) -> str:
    return "\n".join([passage.title, *passage.heading_path, passage.text])
