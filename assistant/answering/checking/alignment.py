"""A claim and the sentence that it rests on, held side by side: what the one turns of the other.

Words in common say that two sentences speak of the same thing; these rules look at the words in
which they differ, and accuse only where the difference turns the rule: an opposite, a bound, a
"not", a quantity of another row.
"""

from __future__ import annotations

import re
from collections import Counter

from assistant.answering.checking.force import SAME_RULE
from knowledge.language.clean import CELLS
from knowledge.language.modality import Modality, bounds, modals, negated, negations, turns
from knowledge.language.phrases import listed, sections
from knowledge.language.words import STOP_WORDS, stem, stems, words

#: Words of a cell that is compared as it stands; longer ones are put in other words.
LONGEST_CELL = 4
_OPPOSITES = [tuple(pair.split()) for pair in sections("cases")["opposites"]]
_OPPOSITES += [tuple(pair.split()) for pair in sections("cases")["turned"]]
_WHOLE = listed("cases", "whole")
_HINGE = re.compile(r"\b(?:only if|unless|except|provided|as long as)\b")
_HINGES = frozenset(("if", "unless", "when", "where", "provided", "once", "only", "except", "who"))


def turned(claim: str, sentence: str, passage: str) -> str:
    """What the claim turns of its sentence, in words; "" where nothing."""
    content = stems(claim)
    if not content or len(content & stems(sentence)) < SAME_RULE * len(content):
        return ""
    said, held = words(claim), words(sentence)
    return (
        _opposite(said, held)
        or _denied(said, held, claim, sentence)
        or _certain(said, held, claim, sentence)
        or _bound(claim, sentence)
        or _whole(said, held, words(passage))
        or _unbound(said, sentence, content)
    )


def _opposite(said: list[str], held: list[str]) -> str:
    """ "After" for "before": where each has only one of the two."""
    for pair in _OPPOSITES:
        for one, other in (pair, pair[::-1]):
            apart = one in said and one not in held and other in held and other not in said
            if apart and _beside(said, one) & _beside(held, other):
                return f"The source says “{other}”, not “{one}”."
    return ""


def _beside(said: list[str], word: str) -> set[str]:
    """The stems of the words of content next to it, wherever it stands."""
    content = [one for one in said if one == word or one not in STOP_WORDS]
    at = [n for n, one in enumerate(content) if one == word]
    return {stem(one) for n in at for one in (*content[max(0, n - 1) : n], *content[n + 1 : n + 2])}


def _denied(said: list[str], held: list[str], claim: str, sentence: str) -> str:
    """ "Needs a reason" for "does not need a reason", where it says no more of a reason."""
    if negations(claim) or turns(claim) or "no" in said:  # "no longer" is a bound elsewhere
        return ""
    own, once = {stem(word) for word in said}, Counter(map(stem, held))
    for word in negated(sentence):
        if stem(word) in own and once[stem(word)] == 1:
            return f"The source says “not {word}”."
    return ""


def _certain(said: list[str], held: list[str], claim: str, sentence: str) -> str:
    """ "Will" for "may"."""
    ruled = {one.modality for one in modals(sentence)}
    done = set(said[said.index("will") + 1 :][:1]) if "will" in said else set()
    if done & set(held) and "will" not in held and ruled == {Modality.MAY} and not modals(claim):
        return "The source says “may”, not “will”."
    return ""


def _bound(claim: str, sentence: str) -> str:
    """ "At most 10" for "at least 10"."""
    held = dict(bounds(sentence))
    for value, up in bounds(claim):
        if held.get(value, up) is not up:
            return f"The source says {'at most' if up else 'at least'} {value}."
    return ""


def _whole(said: list[str], held: list[str], passage: list[str]) -> str:
    """ "Always", "never", "all", where the source has no such word and speaks of what follows."""
    own = set(map(stem, held))
    for at, word in enumerate(said):
        if word not in _WHOLE or _WHOLE.intersection(passage) or "not" in said[at - 1 : at]:
            continue
        if stem(next((one for one in said[at + 1 :] if one not in STOP_WORDS), "")) in own:
            return f"The source does not say “{word}”."
    return ""


def _unbound(said: list[str], sentence: str, content: set[str]) -> str:
    """A rule without the condition that its sentence sets."""
    if _HINGES.intersection(said):
        return ""
    lower = sentence.casefold()
    hinge = _HINGE.search(lower)
    if hinge is None or hinge.start() == 0:
        return ""
    condition = stems(re.split(r"[.;:(]", lower[hinge.end() :])[0])
    repeated = len(content & stems(lower[: hinge.start()])) >= SAME_RULE * len(content)
    if repeated and len(condition) >= 2 and not condition & content:
        return f"The source says this only “{hinge[0]}” something is so."
    return ""


def cell_swapped(claim: str, passage: str) -> str:
    """A row of a table with a cell that its row in the source does not have; "" where there is
    none, or no such row."""
    label, *cells = (cell.strip() for cell in claim.split(CELLS))
    own, rows = stems(label), [row for row in _rows(passage) if stems(row[0])]
    ours = [row for row in rows if stems(row[0]) == own]
    if not ours:
        ours = [row for row in rows if own and (own <= stems(row[0]) or own >= stems(row[0]))]
    said = [" ".join(words(cell)) for cell in cells if cell]
    found = [_cells_swapped(said, row) for row in ours]
    if len(ours) > 1:  # the one with the same cells is meant
        found = [one for one in found if not one or one.endswith(_ORDER)]
    return found[0] if found and all(found) else ""


_ORDER = "has these in another order."


def _cells_swapped(said: list[str], row: list[str]) -> str:
    name, held = row[0].strip(), [" ".join(words(cell)) for cell in row[1:]]
    for cell in said:
        known = any(cell in one or one in cell for one in held if one)
        if cell.count(" ") < LONGEST_CELL and not known:
            return f"In the source “{name}” stands beside “{' | '.join(held)}”."
    places = [held.index(one) for one in said if held.count(one) == 1]
    return f"In the source “{name}” {_ORDER}" if places != sorted(places) else ""


def _rows(passage: str) -> list[list[str]]:
    return [line.split(CELLS) for line in passage.split("\n") if CELLS in line]
