"""Clarify: a rule that decides by conditions, and a question that says nothing of them yet.

Rules that the wording follows are those of guidance on GOV.UK: "You can … if …", "unless", "as long
as", a list under "if:" or "You must:".
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answers import History
from assistant.steps.signals import asked_proper
from knowledge.text import content_words, sentences, stems, words

#: Options offered: more are a form to fill in, not a short question.
MOST_OPTIONS = 5
#: Share of a condition's words from which something said is about it.
SPOKEN_OF = 0.25
#: Words of a condition: fewer say nothing, more are a paragraph.
FEWEST, LONGEST = 1, 40

_DECIDES = re.compile(
    r"\b(?:can|could|may|do|does|did|am|is|are|was|were|will|would|should|must|have|has)\s+"
    r"(?:\w+[\s’']+){0,5}?(?:i|we|my|our|me|us|this|he|she|they|his|her|their)\b|"
    r"\b(?:for|to|by) (?:me|us)\b",
    re.IGNORECASE,
)
_ASKS_WHAT = re.compile(
    r"^(?:\W*\w+\W+){0,2}?(?:what|how|when|where|which|who|whom|whose|why)\b", re.IGNORECASE
)
_HINGE = re.compile(
    r"\b(?:only if|if|unless|as long as|so long as|provided(?: that)?|only when|when|"
    r"subject to|except(?: for| when| if)?|depending on whether|you must|who(?: are| have)?)\b",
    re.IGNORECASE,
)
#: "All drivers under 18 are banned": whom a rule is for.
_WHOM = re.compile(
    r"^(?:all|only|any|every)\s+(.{5,60}?),?\s+(?:are|is|can|may|must|will|should|need)\b",
    re.IGNORECASE,
)
_OPENS_LIST = re.compile(
    r"(?:\bif|\bunless|\bmust|\bmust be|\bboth|\beither|\ball|\bany|\bone|\bwhen|\bfollowing|"
    r"\bapply|\btrue)[^.;]{0,40}:\s*$",
    re.IGNORECASE,
)
_ONE_OF_SEVERAL = re.compile(r";(?:\s*(?:or|and))?\s*$", re.IGNORECASE)
_REFUSES = frozenset(("no", "not", "nope"))
_MARKER = re.compile(r"^\s*(?:[-*•–]|\(?\w{1,3}[.)])\s+")
_JOINED = re.compile(r"(?:,|;)?\s+(?:and|or)\s+(?=(?:you|your|they|their|the|it|he|she|we)\b)|;\s+")


def asks_for_a_decision(question: str) -> bool:
    """Whether the answer is yes or no for one person ("Can I …?", "Does this apply to me?")."""
    proper = asked_proper(question)
    return bool(_DECIDES.search(proper)) and not _ASKS_WHAT.match(proper)


def undecided(question: str, history: History, rule: str) -> tuple[str, ...]:
    """The conditions of `rule` that nothing said so far is about; () when the question needs no
    decision, the rule has no conditions, or one is spoken of and no question was asked back."""
    opening = next((turn.content for turn in history if turn.role == "user"), question)
    if not asks_for_a_decision(opening):
        return ()
    known = _said(question, history)
    stated = conditions(rule)
    open_ones = tuple(one for one in stated if not any(_about(one, text) for text in known))
    if bool(open_ones) and _replies(history):
        goes_on = len(open_ones) < len(stated) and not set(words(question)) & _REFUSES
        return open_ones[:MOST_OPTIONS] if goes_on else ()
    return open_ones[:MOST_OPTIONS] if len(open_ones) == len(stated) else ()


def question_back(options: Sequence[str]) -> str:
    """The short question about them."""
    return "Is that so in your case?" if len(options) == 1 else "Which of these is so in your case?"


def _replies(history: History) -> bool:
    return bool(history) and history[-1].content.rstrip().endswith("?")


def conditions(rule: str) -> list[str]:
    """In the rule's own words, in its order."""
    found: list[str] = []
    listing = False
    for line in rule.split("\n"):
        line = line.strip()
        if not line:
            continue
        if listing and (_MARKER.match(line) or not line.endswith(":")) and len(line) < 300:
            found.append(_MARKER.sub("", line))
            continue
        listing = False
        for start, end in sentences(line):
            found.extend(_of_sentence(line[start:end]))
        if _OPENS_LIST.search(line):
            listing = True
    kept = [_ONE_OF_SEVERAL.sub("", " ".join(one.split())).rstrip(".;,:") for one in found]
    return [
        one
        for one in dict.fromkeys(kept)
        if len(content_words(one)) >= FEWEST and len(words(one)) <= LONGEST
    ]


def _of_sentence(sentence: str) -> list[str]:
    if sentence.endswith(":"):
        return []
    if _ONE_OF_SEVERAL.search(sentence):
        return [_MARKER.sub("", _ONE_OF_SEVERAL.sub("", sentence))]
    whom = _WHOM.match(sentence)
    found = [whom.group(1)] if whom else []
    match = _HINGE.search(sentence)
    if match:
        tail = sentence[match.end() :].lstrip(" :")
        if match.start() == 0 and "," in tail:
            tail = tail.split(",", 1)[0]
        found += [part for part in _JOINED.split(tail) if part.strip()]
    return found


def _said(question: str, history: History) -> list[str]:
    """What the person stated, and what they were asked and replied to."""
    proper = asked_proper(question)
    texts = [question.replace(proper, " ")] if proper != question else []
    hinge = _HINGE.search(proper)
    if hinge:
        texts.append(proper[hinge.end() :])
    for turn in history:
        if turn.role == "assistant":
            texts.append(turn.content)
        else:
            asked = asked_proper(turn.content)
            texts.append(turn.content.replace(asked, " ") if asked != turn.content else "")
    return [text for text in texts if text.strip()]


def _about(condition: str, text: str) -> bool:
    named = stems(condition)
    return len(named & stems(text)) >= SPOKEN_OF * len(named)
