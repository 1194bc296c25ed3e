"""Words of a document that speak to an assistant instead of to its readers.

Bernard treats them as text wherever they stand: they are fenced in a prompt, and nothing that a
model writes becomes a link, an image or a mark without a source. So this stops nothing. It tells
the curator, who can see whether somebody tampered with the file. Rules of plain words, so that each
warning can be explained; a policy about assistants ("Staff must not paste OFFICIAL-SENSITIVE text
into an AI assistant") is not addressed to one.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from operator import itemgetter

from knowledge.documents.blocks import Block, Reading
from knowledge.language.clean import clean_line
from knowledge.language.sentences import sentences
from knowledge.language.words import STOP_WORDS, Span

#: Warnings a file; of more places only the number is told.
MOST = 3
#: Characters of the words that are quoted, and of an order up to what it is about: without a bound
#: a text that says the same over and over took the square of its length.
QUOTED, ORDERED = 120, 400

_AI = (
    r"(?:A\.?I\b\.?(?: (?:assistant|agent|system))?|LLM|language model|chat ?bot|"
    r"(?:Chat)?GPT[\w-]*|Copilot|Claude|Gemini)s?"
)
_REPLY = r"your (?:response|reply|answer|output|summary|message)\b"
_DROP = (
    r"(?:^|[^\w\s'’]\s*|\b(?:please|now|must|and)\s+)"
    r"(?:ignore|disregard|forget|override|bypass|overlook)\s+"
)
# What people are asked for in their responses to a consultation.
_ASKED_FOR = (
    r"\b(?:your|any|evidence|comments|names?|details|examples|reasons|reference|number|points?)\b"
)
_RULES = (
    # to drop its orders
    rf"{_DROP}(?:(?:[\w']+\s+){{1,6}}?"
    r"(?:instruction|prompt|command|directive|programming|guardrail)s?|"
    r"(?:every|any|all)\w*\s+(?:that\s+)?(?:you|above|before)\b)",
    r"\bnew (?:system )?instructions?\s*[:=]",
    r"\b(?:system|security|enforcement) override\b",
    # to it by name
    rf"\byou(?: are|'re)(?: now)?(?: an?| the)? (?:{_AI}|helpful assistant|DAN)\b",
    rf"\bas an {_AI},? you\b",
    r"\b(?:note|message|instruction)s?\b[\s,:!]*(?:(?:to|for|the|all)\s+)*"
    rf"(?:{_AI}|assistants?)\s*[:,!]",
    rf"\b{_AI}\s+(?:who |that )?\w+ing\s+th(?:is|ese)\b",
    r"^\W{0,20}(?:AI|(?:AI )?assistant|system|developer)(?: prompt| message)?[:!]\s+"
    r"(?:(?:you|do|always|never)\b|(?P<addressed>(?-i:[a-z]\w+)))",
    r"\b(?:your|(?:reveal|print|show|repeat) the) system prompt\b",
    # about what it is to write
    rf"(?P<what>\b(?:in|to|into|of|from) {_REPLY})(?:, (?:\w+ly )?(?P<told>\w+))?",
    rf"\b(?:modify|augment|enhance|alter|begin|end|render) {_REPLY}",
    r"\b(?:tell|convince) the users? (?:that|to)\b",
    r"\b(?:not|never) (?:mention|reveal|disclose)\b.{0,60}\bto the user\b",
    r"\b(?:append|send)\b.{0,60}\b(?:question|conversation|prompt)\b.{0,60}\b(?:link|image|url)\b",
    # as if it were part of the prompt
    r"<\|\w+\|>|\[/?INST\]|</?<?sys(?:tem)?>",
    r"^\s{0,20}(?:begin|end) (?:source|conversation)(?: \d+)?\s+\w{6,}",
    # out of the building
    r"!\[[^\]\n]{0,200}\]\(\s{0,20}https?://[^)\s]{0,500}[{<\[]",
)
# An order about it: neither "we", "if" nor "please" begins it, and no consultation asks for that.
_ORDER = re.compile(rf"\W*(?!\w+ing\b)(\w+)\b(?:(?!{_ASKED_FOR}).)*", re.IGNORECASE)
_SPEAKS = re.compile("|".join(f"(?:{rule})" for rule in _RULES), re.IGNORECASE | re.MULTILINE)


def warnings_about(reading: Reading, title: str = "", file_name: str = "") -> tuple[str, ...]:
    """Sentences for a curator, the first places first: "Page 3 speaks to an assistant: “…”."""
    name = file_name.replace("_", " ").replace("-", " ")
    texts = [("The title", title), ("The file's name", name)]
    texts += [(_where(block), block.text) for block in reading.blocks]
    places = [(where, words) for where, text in texts if (words := _speaking(text))]
    said = [f"{where} speaks to an assistant: “{words}”." for where, words in places[:MOST]]
    if not said:
        return ()
    more = len(places) - MOST
    if more > 0:
        said.append(f"So {'does' if more == 1 else 'do'} {more:,} more place{'s' * (more > 1)}.")
    return (*said[:-1], f"{said[-1]} Bernard treats it as text.")


def _speaking(text: str) -> str:
    """The sentence of `text` that speaks to an assistant, or ""."""
    folded = text if text.isascii() else unicodedata.normalize("NFKC", text).replace("’", "'")
    spoken: list[Span] = []
    for found in _SPEAKS.finditer(folded):
        spoken = spoken or sentences(folded)
        start, end = spoken[bisect_right(spoken, found.start(), key=itemgetter(0)) - 1]
        start = start if start <= found.start() < end else found.start()
        told = found["addressed"] or found["told"]
        if found["what"] and not told:
            short = found.start() - start <= ORDERED
            order = _ORDER.fullmatch(folded, start, found.start()) if short else None
            told = order[1] if order else "the"
        if not told or told.lower() not in STOP_WORDS:
            break
    else:
        return ""
    start = max(start, found.end() - QUOTED)
    words = clean_line(folded[start : start + QUOTED])
    return words + ("…" if start + QUOTED < len(folded) else "")


def _where(block: Block) -> str:
    if block.page is not None:
        return f"Page {block.page}"
    if block.heading_path:
        return f"The part “{block.heading_path[-1][:60]}”"
    return "The text"
