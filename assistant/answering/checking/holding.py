"""One claim held to the passages that are said to support it: a verdict, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import reduce
from operator import or_

from assistant.answering.checking import figures, force, weighing
from assistant.answering.checking.alignment import cell_swapped, rows_mixed, turned
from assistant.answering.checking.figures import Figures
from assistant.answering.checking.places import displaced
from assistant.answering.checking.sentences import Sentences, SourceSentence, said_instead
from assistant.answering.checking.sums import reckoned, supposed
from assistant.answering.checking.weighing import ClaimSignals
from assistant.answering.checking.wording import FRAMING, letters, misquoted, new_names, wording
from assistant.answers.status import Verdict
from assistant.prompts.sources import describe
from knowledge.documents.types import Passage
from knowledge.language.clean import CELLS
from knowledge.language.modality import modals
from knowledge.language.quantities import Quantity
from knowledge.language.words import stem, stems, words

#: New words that a reason names.
NAMED = 3
#: From this share on a source is silent on a claim.
SILENT = 0.5
#: Share of a claim's words that one sentence holds where the claim may be cited anew to it.
SURE = 0.8
#: Of fewer new words nothing is known.
FEWEST = 3

#: None where rules cannot know; with the reason in words.
Judgement = tuple[Verdict | None, str]


@dataclass(frozen=True, slots=True)
class Said:
    """What a text says, made once and held to many claims."""

    text: str
    content: frozenset[str]  # stems of its words of content
    words: frozenset[str]  # stems of all its words
    letters: str
    figures: Figures

    @classmethod
    def of(cls, text: str) -> Said:
        every = frozenset(map(stem, words(text)))
        return cls(text, frozenset(stems(text)), every, letters(text), Figures.of(text))

    def __or__(self, other: Said) -> Said:
        return Said(
            f"{self.text}\n{other.text}",
            self.content | other.content,
            self.words | other.words,
            f"{self.letters}\n{other.letters}",
            self.figures | other.figures,
        )


@dataclass(frozen=True, slots=True)
class Source:
    """A passage with what it says, its title and place included: an answer may repeat them."""

    said: Said
    sentences: Sentences

    @classmethod
    def of(cls, passage: Passage) -> Source:
        said = Said.of(f"{describe(passage)}\n{passage.text}")
        return cls(said, Sentences.of(passage.text))


@dataclass(frozen=True, slots=True)
class Held:
    """What one claim looks like beside one ground."""

    claim: str
    signals: ClaimSignals
    new_words: tuple[str, ...]  # as the claim writes them
    evidence: tuple[SourceSentence, ...]  # one a passage
    wrong: Judgement | None  # a fault that no closeness of words makes good
    unheld: Judgement | None = None  # the sources hold nothing of it
    contradicted: bool = False  # the source speaks of it, and says otherwise
    sums: tuple[str, ...] = ()  # the working of figures that no source says
    misquoted: bool = False  # words in quotation marks that no source holds
    lacking: frozenset[str] = frozenset()  # values of its figures that no source says
    ground: str = ""  # what the sources and the question say

    @property
    def risk(self) -> float:
        return weighing.risk(self.signals)

    def accused(self, something_else: float = weighing.SOMETHING_ELSE) -> bool:
        """Whether its words alone say that the sources do not hold it. A figure that is reckoned
        rightly from theirs speaks of them, in whatever words."""
        if self.sums or self.risk < weighing.UNCHECKED:
            return False
        new, share = self.signals.new_words, self.signals.share_new
        return self.risk >= weighing.UNSUPPORTED or (new >= FEWEST and share >= something_else)

    @property
    def says_nothing(self) -> bool:
        """Whether it holds no word or figure that could be held to a source: "Yes, you may"."""
        return self.unheld == _TOO_LITTLE

    @property
    def silent(self) -> bool:
        """Whether the sources lack most of its words: one that lacks a figure speaks of it."""
        return self.signals.share_new >= SILENT

    @property
    def sure(self) -> bool:
        """Whether one sentence of each source holds so much of it that a claim may be cited to it
        that named another source."""
        said = len(stems(self.claim) - FRAMING)
        in_one = sum(each.shared for each in self.evidence) >= SURE * said
        return in_one and not self.signals.new_words and self.verdict()[0] is Verdict.SUPPORTED

    @property
    def best(self) -> int:
        """Which passage holds most of it."""
        return max(range(len(self.evidence)), key=lambda at: self.evidence[at].shared)

    def compared(self, closeness: float) -> Held:
        return replace(self, signals=replace(self.signals, closeness=closeness))

    def verdict(self) -> Judgement:
        """With the reason in words; "" where it is supported. None where rules cannot know: what
        differs is words alone, and other words may say the same."""
        if self.wrong and self.wrong[0] is not Verdict.PARTLY:
            return self.wrong
        if self.unheld:
            return self.unheld
        if self.accused():
            return Verdict.UNSUPPORTED, self._new()
        if self.wrong:
            return self.wrong
        if self.signals.new_names:
            return Verdict.PARTLY, self._new()
        if self.risk >= weighing.UNCHECKED:
            return None, _OTHER_WORDS
        return Verdict.SUPPORTED, f"Reckoned: {'; '.join(self.sums)}." if self.sums else ""

    def _new(self) -> str:
        if self.signals.share_new >= weighing.SOMETHING_ELSE:
            return _ELSEWHERE[1]
        said = "”, “".join(self.new_words[:NAMED])
        if not said:
            return "The source does not say this in so many words."
        return f"The source does not speak of “{said}”."


_NOTHING = Said.of("")
_ELSEWHERE: Judgement = (Verdict.UNSUPPORTED, "The source speaks of something else.")
_TOO_LITTLE: Judgement = (None, "These words are too few to be held to a source.")
ANOTHER: Judgement = (None, "Another source speaks of this.")
_OTHER_WORDS = "The source may say this in other words."


def hold(claim: str, sources: Sequence[Source], question: Said) -> Held:
    """The question's own words are nothing new: an answer may repeat them. A number of the question
    that the sources do not say makes a claim partly supported at most."""
    ground = reduce(or_, (each.said for each in sources), _NOTHING)
    asked = ground | question
    found = wording(claim, asked.content)
    named = new_names(claim, asked.words, asked.letters)
    lacking = figures.missing(claim, ground.figures)
    invented = figures.missing(claim, asked.figures) if lacking else []
    passage = "\n".join(each.sentences.text for each in sources)
    evidence = tuple(each.sentences.best(claim) for each in sources)
    sums = None
    if lacking:
        nearest = " ".join(one.sentence for one in evidence)
        spoken = "\n".join(each.sentences.with_words(stems(claim)) for each in sources)
        sums = reckoned(lacking, claim, question.text, nearest, spoken)
        sums = supposed(invented, claim, passage) if sums is None else sums
    if sums is not None:
        lacking = invented = []
    signals = ClaimSignals(len(found.new), found.share_new, len(named), len(invented))
    shown = [*named, *(word for word in _as_written(claim, found.new))]
    misquotes = misquoted(claim, asked.letters)
    missing = _missing(misquotes, lacking, invented)
    otherwise = _otherwise(claim, asked.letters, evidence, sources, passage)
    if not otherwise and not sums:
        otherwise = _of_something_else(claim, asked.letters, evidence, sources)
    return Held(
        claim,
        signals,
        tuple({word.casefold(): word for word in reversed(shown)}.values())[::-1],
        evidence,
        missing or otherwise,
        _unheld(claim, ground),
        missing is None and otherwise is not None,
        tuple(sums or ()),
        bool(misquotes),
        frozenset(one.value for one in lacking),
        asked.text,
    )


def _missing(
    misquotes: Sequence[str], lacking: Sequence[Quantity], invented: Sequence[Quantity]
) -> Judgement | None:
    for quoted in misquotes:
        return Verdict.UNSUPPORTED, f"The quoted words “{quoted}” are not in the source."
    if lacking:
        said = " or ".join(dict.fromkeys(each.said for each in invented or lacking))
        verdict = Verdict.UNSUPPORTED if invented else Verdict.PARTLY
        return verdict, f"The source does not say {said}."
    return None


def _otherwise(
    claim: str,
    held: str,
    evidence: Sequence[SourceSentence],
    sources: Sequence[Source],
    passage: str,
) -> Judgement | None:
    if letters(claim) in held:
        return None
    most = max((each.shared for each in evidence), default=0)
    nearest = [each.sentence for each in evidence if most and each.shared >= most - 1]
    nearest = _repeated(claim, sources) or nearest
    ruled = sources if modals(claim) else ()
    others = [text for each in ruled for text in each.sentences.others(nearest)]
    differences = [force.difference(claim, sentence, others) for sentence in nearest]
    if differences and all(differences):
        note, opposite = differences[0] or ("", False)
        return Verdict.CONTRADICTED if opposite else Verdict.PARTLY, note
    notes = [turned(claim, one, passage) or displaced(claim, one, passage) for one in nearest]
    if notes and all(notes):
        return Verdict.PARTLY, notes[0]
    return None


def _repeated(claim: str, sources: Sequence[Source]) -> list[str]:
    """The sentences most like the claim, where they say almost all of its words and few others."""
    near = [sentence for each in sources for sentence in each.sentences.much_like(claim)]
    alike = {sentence: force.likeness(claim, sentence) for sentence in near}
    most = max([force.REPEATS, *alike.values()])
    return [sentence for sentence, share in alike.items() if share == most]


def _of_something_else(
    claim: str, held: str, evidence: Sequence[SourceSentence], sources: Sequence[Source]
) -> Judgement | None:
    if letters(claim) in held:
        return None
    for one, other in figures.in_another_unit(claim, [each.sentence for each in evidence]):
        return Verdict.PARTLY, f"The source says {other.said}, not {one.said}."
    found = said_instead(claim, [each.sentences for each in sources])
    beside = cell_swapped if CELLS in claim else rows_mixed
    swapped = [beside(claim, each.sentences.text) for each in sources]
    if swapped and all(swapped):
        return Verdict.PARTLY, swapped[0]
    if found is None:
        return None
    claimed, said = found
    note = f"Where the source speaks of this it says {said.said}, not {claimed.said}."
    return Verdict.PARTLY, note


def _unheld(claim: str, ground: Said) -> Judgement | None:
    """A claim of which the sources hold no word and no figure is not supported by them, although
    all of its words may be stop words or the question's own."""
    if letters(claim) in ground.letters or figures.figures(claim):
        return None
    said = wording(claim, frozenset()).new
    if not said:
        return _TOO_LITTLE
    if ground.content.intersection(said):
        return None
    return _ELSEWHERE if len(said) >= FEWEST else (None, _OTHER_WORDS)


def _as_written(claim: str, new: Sequence[str]) -> list[str]:
    wanted = set(new)
    return [word for word in dict.fromkeys(words(claim)) if stem(word) in wanted]
