"""A claim and the sentence that it rests on, held side by side: what the one turns of the other.

Words in common say that two sentences speak of the same thing; these rules look at the words in
which they differ, and accuse only where the difference turns the rule: an opposite, a bound, a
"not", a quantity of another row.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import takewhile

from assistant.answering.checking.force import DENIES, SAME_RULE
from knowledge.language.clean import CELLS
from knowledge.language.modality import Modality, bounds, modals, negated, negations, turns
from knowledge.language.phrases import listed, sections
from knowledge.language.quantities import UNITS, counted
from knowledge.language.words import STOP_WORDS, stem, stems, words

_OPPOSITES = [
    (stem(one), stem(other))
    for name in ("opposites", "turned")
    for one, _, other in (pair.partition(" ") for pair in sections("cases")[name])
]
#: With which English makes the opposite of a word: "unpaid", "insufficient".
_PREFIXES = ("un", "in", "im", "ir", "il", "dis", "non")
_WHOLE = listed("cases", "whole")
#: "Not all", "in all", "at all".
_SPARED = frozenset(("not", "in", "at"))
_HINGE = re.compile(r"\b(?:only if|unless|except|(?<!are )(?<!is )(?<!be )provided|as long as)\b")
#: Words of content after a "not", of which all but one make it the same matter.
PHRASE = 4
_CASES = frozenset(("if", "unless", "when", "where"))
_CLAUSES = re.compile(r"[.,;:()\n]")
_MAY = {Modality.MAY}
_ONLY = re.compile(r"\bonly (\w+) ([^,.;:(]+)")
_HINGES = frozenset(("if", "unless", "when", "where", "provided", "once", "only", "except", "who"))
#: Words of a cell that is compared as it stands; longer ones are put in other words.
LONGEST_CELL = 4
#: What a cell names: one of several, or with more about it.
_PARTS = re.compile(r"[,(]")


def turned(claim: str, sentence: str, passage: str) -> str:
    """What the claim turns of its sentence, in words; "" where nothing."""
    content = stems(claim)
    if not content or len(content & stems(sentence)) < SAME_RULE * len(content):
        return ""
    said, held = words(claim), words(sentence)
    return (
        (negations(claim) == negations(sentence) and _opposite(said, held))
        or _denied(said, held, claim, sentence)
        or _certain(said, held, claim, sentence)
        or (negations(claim) == negations(sentence) and _bound(claim, sentence))
        or _whole(said, held, words(passage))
        or _unbound(said, sentence, content)
        or _bound_anew(claim, passage)
    )


def _opposite(said: list[str], held: list[str]) -> str:
    """ "After" for "before": where each has only one of the two."""
    ours, theirs = ({stem(word): word for word in each} for each in (said, held))
    pairs = _OPPOSITES + [(one, f"{no}{one}") for no in _PREFIXES for one in ours]
    pairs += [(one.removeprefix(no), one) for no in _PREFIXES for one in ours]
    for pair in pairs:
        for one, other in (pair, pair[::-1]):
            apart = one in ours and one not in theirs and other in theirs and other not in ours
            if apart and _beside(said, one) & _beside(held, other):
                return f"The source says “{theirs[other]}”, not “{ours[one]}”."
    return ""


def _beside(said: list[str], word: str) -> set[str]:
    """The stems of the words of content next to a stem, wherever it stands."""
    content = [stem(one) for one in said if stem(one) == word or one not in STOP_WORDS]
    at = [n for n, one in enumerate(content) if one == word]
    return {one for n in at for one in (*content[max(0, n - 1) : n], *content[n + 1 : n + 2])}


def _denied(said: list[str], held: list[str], claim: str, sentence: str) -> str:
    """ "Needs a reason" for "does not need a reason", where it says no more of a reason."""
    if negations(claim) or turns(claim) or not DENIES.isdisjoint(said):
        return ""
    own, once = {stem(word) for word in said}, Counter(map(stem, held))
    first, *rest = sentence.split(" ")
    rule = takewhile(lambda word: word not in _CASES, rest)
    for word in negated(" ".join((first, *rule))):  # what is not so in one case is no rule
        if stem(word) in own and once[stem(word)] == 1:
            return f"The source says “not {word}”."
    other = f" {' '.join(said)} "
    for phrase in _after_not(sentence):
        ruled = [one for one in phrase if one not in STOP_WORDS and one.isalpha()][:PHRASE]
        whole = 2 <= len(ruled) < PHRASE and f" {' '.join(phrase)} " in other
        if whole or (len(ruled) == PHRASE and len(own & set(map(stem, ruled))) >= PHRASE - 1):
            return f"The source says “not {' '.join(phrase)}”."
    return ""


def _after_not(sentence: str) -> Iterator[list[str]]:
    """The words of its clauses that a "not" stands before."""
    for clause in _CLAUSES.split(sentence):
        said = words(clause)
        yield from (said[at + 1 :] for at, word in enumerate(said) if negations(word))


def _certain(said: list[str], held: list[str], claim: str, sentence: str) -> str:
    """ "Will" for "may"."""
    rules = modals(sentence)
    after = (
        [word for word in said[said.index("will") + 1 :] if word != "be"] if "will" in said else []
    )
    allowed = {one.verb for one in rules} if {one.modality for one in rules} == _MAY else set()
    if allowed.intersection(map(stem, after[:1])) and "will" not in held and not modals(claim):
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
        if (
            word not in _WHOLE
            or _WHOLE.intersection(passage)
            or _SPARED.intersection(said[max(0, at - 1) : at])
        ):
            continue
        if counted("".join(said[at + 1 : at + 2])) or UNITS.get("".join(said[at + 1 : at + 2])):
            continue  # "every two years"
        if stem(next((one for one in said[at + 1 :] if one not in STOP_WORDS), "")) in own:
            return f"The source does not say “{word}”."
    return ""


def _bound_anew(claim: str, passage: str) -> str:
    """A condition of which the source has no word: "only after a court has agreed"."""
    match = _ONLY.search(claim.casefold())
    bound = match is not None and match[1] in _HINGES | {"after", "with"}
    condition = stems(match[2]) if match and bound else set()
    new = condition - stems(passage)
    if match and len(new) >= 2 and 2 * len(new) >= len(condition):
        return f"The source does not say “{match[0].strip()}”."
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


def rows_mixed(claim: str, passage: str) -> str:
    """A sentence that puts cells of different rows beside each other ("HEO" of one, "25 days" of
    another), in words; "" where a row holds all that it names, or it speaks of several rows."""
    said = _compared(claim)
    rows = [row for table in _tables(passage) for row in table[1:]]
    found = {
        (column, part)
        for row in rows
        for column, cell in enumerate(row)
        for part in map(_compared, (cell, *_PARTS.split(cell.replace(" or ", ","))))
        if part in said and not STOP_WORDS.issuperset(part.split())
    }
    found = {
        one for one in found if not any(one[1] != part and one[1] in part for _, part in found)
    }
    columns = {column for column, _ in found}
    if not 1 < len(columns) == len(found):
        return ""
    if any(all(part in _compared(CELLS.join(row)) for _, part in found) for row in rows):
        return ""
    first = min(found)
    row = next(row for row in rows if first[1] in _compared(row[first[0]]))
    held = CELLS.join(cell.strip() for cell in row if cell is not row[first[0]])
    return f"In the source “{row[first[0]].strip()}” stands beside “{held}”."


def _compared(text: str) -> str:
    return f" {' '.join(map(stem, words(text)))} "


def _tables(passage: str) -> list[list[list[str]]]:
    """Their rows of cells, the header's among them; blank lines do not end a table."""
    tables: list[list[list[str]]] = []
    within = False
    for line in filter(str.strip, passage.split("\n")):
        if CELLS in line:
            tables += [] if within else [[]]
            tables[-1].append(line.split(CELLS))
        within = CELLS in line
    return tables


def cell_swapped(claim: str, passage: str) -> str:
    """A row of a table with a cell that its row in the source does not have; "" where there is
    none, or no such row."""
    label, *cells = (cell.strip() for cell in claim.split(CELLS))
    own, rows = stems(label), [row for table in _tables(passage) for row in table if stems(row[0])]
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
