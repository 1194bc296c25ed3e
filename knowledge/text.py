"""Words and sentences of English text. Spans are offsets into the very text that was given."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from knowledge.blocks import CELLS

Span = tuple[int, int]


def _listed(text: str) -> list[str]:
    return text.split()


# A sentence may end after one of these, with closing quotes or brackets behind it, and then source
# marks ("[1]") that belong to it. From the first of a run only: 10,000 of them took 2.5 s.
_END = re.compile(r"(?<![.!?…])[.!?…]++[\"'”’)\]]*(?:\s*\[[\d?]{1,3}\])*(?=\s)")
_LINE = re.compile(r"[^\n]+")
_LIST_MARKER = re.compile(r"\s*(?:[-*•–]\s+)?(?:\(?(?:\d+|[A-Za-z]|[ivxl]+)[.)])(?=\s)")
_LAST_TOKEN = re.compile(r"[^\s(\[“\"']*$")
_INITIAL = re.compile(r"^(?:[A-Z]\.)*[A-Z]$")

#: Never the end of a sentence.
_TITLES = frozenset(
    _listed("mr mrs ms mx dr prof rev hon rt st sgt capt col gen lt messrs e.g eg i.e ie viz cf vs")
)
#: Not the end when a number or a single letter follows ("No. 5", "para. 4.2", "Annex. B").
_BEFORE_NUMBER = frozenset(
    _listed(
        "no nos para paras p pp s ss sec sect art arts reg regs fig figs vol ch cl r rr sch pt ed"
    )
)
#: A single capital after these is a name of a thing and may end a sentence ("see Annex B. You …").
_LETTERED = frozenset(
    _listed(
        "annex appendix schedule part class grade plan option band group category form table type "
        "section tier and or"
    )
)


def sentences(text: str) -> list[Span]:
    """Spans of the sentences of `text`, in order, without white space at their ends.

    A line break always ends a sentence (in a version's text a paragraph is one line); a row of a
    table is one sentence; a list item's marker belongs to its first sentence.
    """
    spans: list[Span] = []
    for line in _LINE.finditer(text):
        begin = line.start()
        for end in _ends(line.group()):
            _append(spans, text, begin, line.start() + end)
            begin = line.start() + end
        _append(spans, text, begin, line.end())
    return spans


def _append(spans: list[Span], text: str, start: int, end: int) -> None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        spans.append((start, end))


def _ends(line: str) -> Iterator[int]:
    """Offsets in one line after which a new sentence begins."""
    if CELLS in line:  # a row is never split
        return
    marker = _LIST_MARKER.match(line)
    search_from = marker.end() if marker else 0
    for match in _END.finditer(line, search_from):
        rest = line[match.end() :].lstrip()
        if rest and not rest[0].islower() and not _abbreviates(line[: match.start()], rest, match):
            yield match.end()


def _abbreviates(before: str, rest: str, match: re.Match[str]) -> bool:
    """Whether the full stop after `before` belongs to an abbreviation, not to a sentence."""
    if not match.group().startswith(".") or match.group().strip() != ".":
        return False
    found = _LAST_TOKEN.search(before)
    token = found.group() if found else ""
    lower = token.lower()
    if lower in _TITLES:
        return True
    if lower in _BEFORE_NUMBER and re.match(r"\d|[A-Z]\d|[A-Z]\b", rest):
        return True
    if _INITIAL.match(token):
        previous = before[: len(before) - len(token)].split()
        lettered = bool(previous) and previous[-1].lower() in _LETTERED
        return len(token) == 1 and token != "I" and not lettered and rest[0].isupper()
    return False


#: The end of "the King's": it also stands where it says "the King".
POSSESSIVE = re.compile(r"['’]s$")
_WORD = re.compile(r"\d[\d,]*(?:\.\d+)*|[^\W_]+(?:['’][^\W_]+)*")


def words(text: str) -> list[str]:
    """Words in order, lower case; "30,000" is "30000", "4.2" stays whole, "staff's" is "staff"."""
    return [_plain(match.group()) for match in _WORD.finditer(text)]


def _plain(word: str) -> str:
    if word[0].isdigit():
        return word.replace(",", "")
    word = word.casefold().replace("’", "'")
    return word.removesuffix("'s")


#: Words that say how a sentence is built and not what it is about. Negations and modal words are
#: among them: who needs those looks for them by name.
STOP_WORDS = frozenset(
    _listed(
        """a about above after again against all also am an and any are aren't as at be because been
    before being below between both but by can can't cannot could couldn't did didn't do does
    doesn't doing don't down during each few for from further get gets getting given go had hadn't
    has hasn't have haven't having he her here hers herself him himself his how however i i'd i'll
    i'm i've if in into is isn't it its itself just let like may me might more most must my myself
    need needn't no nor not of off on once one only or other ought our ours ourselves out over own
    per please same shall shan't she should shouldn't so some such tell than that the their theirs
    them themselves then there these they they're this those through to too under until up upon us
    very via was wasn't we were weren't what when where whether which while who whom whose why will
    with within without won't would wouldn't yes you you'd you'll you're you've your yours yourself
    yourselves"""
    )
)


def content_words(text: str) -> list[str]:
    """The words of `text` that are not stop words, in order, repeats kept."""
    return [word for word in words(text) if word not in STOP_WORDS]


def stems(text: str) -> set[str]:
    """The different words of `text` that are not stop words, as they are compared: see `stem`."""
    return {stem(word) for word in content_words(text)}


@lru_cache(maxsize=16_384)
def stem(word: str) -> str:
    """A light stem: plurals and the endings -ed and -ing off, so that "claims", "claimed" and
    "claiming" meet. For comparing words, never for showing them."""
    if len(word) < 4 or not word.isalpha():
        return word
    if word.endswith("ies") and len(word) > 4:
        word = word[:-3] + "y"
    elif word.endswith(("sses", "xes", "ches", "shes", "zes")):
        word = word[:-2]
    elif word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    for ending in ("ing", "ed"):
        base = word.removesuffix(ending)
        if base != word and len(base) > 2 and re.search(r"[aeiouy]", base):
            word = base
            if word[-1] == word[-2] and word[-1] not in "lsz":
                word = word[:-1]
            break
    return word.removesuffix("e") if len(word) > 4 else word


_UNITS = _listed(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen"
)
_TENS = _listed("twenty thirty forty fifty sixty seventy eighty ninety")
_NUMBER_WORDS = {word: value for value, word in enumerate(_UNITS)} | {
    word: 10 * value for value, word in enumerate(_TENS, start=2)
}
_NUMBER = re.compile(
    r"(?<![\w.])(?P<digits>(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)*)(?:st|nd|rd|th)?"
    rf"|\b(?P<tens>{'|'.join(_TENS)})(?:[- ](?P<ones>{'|'.join(_UNITS[1:10])}))?\b"
    rf"|\b(?P<unit>{'|'.join(_UNITS)})\b",
    re.IGNORECASE,
)


def numbers(text: str) -> list[str]:
    """The numbers said in `text`, in order, as plain digits: "£30,000" is "30000", "twenty-five" is
    "25", "4.20" is "4.20". "One" counts only in digits: as a word it is mostly a pronoun."""
    return [number for number, _ in number_spans(text)]


def number_spans(text: str) -> list[tuple[str, Span]]:
    """The numbers of `numbers` with where each stands, an ordinal's ending included."""
    found: list[tuple[str, Span]] = []
    for match in _NUMBER.finditer(text):
        if match["digits"]:
            found.append((match["digits"].replace(",", ""), match.span()))
        elif match["tens"]:
            ones = _NUMBER_WORDS[match["ones"].lower()] if match["ones"] else 0
            found.append((str(_NUMBER_WORDS[match["tens"].lower()] + ones), match.span()))
        elif match["unit"].lower() != "one":
            found.append((str(_NUMBER_WORDS[match["unit"].lower()]), match.span()))
    return found
