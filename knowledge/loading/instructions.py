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
from collections.abc import Iterator

from knowledge.documents.blocks import Block, Reading
from knowledge.language.clean import clean_line
from knowledge.language.sentences import sentences

#: Warnings a file; of more places only the number is told.
MOST = 3
#: Characters of the words that are quoted.
QUOTED = 120

_AI = (
    r"(?:AI|A\.I\.|LLM|(?:large )?language model|chat ?bot|ChatGPT|GPT(?:-\d\w*)?|Copilot|Claude|"
    r"Gemini|(?:AI|virtual|digital) (?:assistant|agent|model|system))"
)
_REPLY = r"(?:response|reply|answer|output|summary|message)s?"
_BEGINS = r"(?:^|[.!?:;,>)\]}\"'“”*\-–—]\s*|\b(?:please|now|must|and|then|also|just)\s+)"
# What people are asked for in their responses to a consultation.
_ASKED_FOR = r"(?:your|any|evidence|comments?|names?|details|examples|reasons|reference|question)"
_RULES = (
    # to drop its orders
    rf"{_BEGINS}(?:ignore|disregard|forget|override|bypass|overlook)\s+(?:(?:all|any|every|your|the|"
    r"my|these|previous|prior|above|earlier|preceding|of|and|following|other|initial|original|"
    r"system)\s+)+(?:instructions?|prompts?|commands?|directives?|programming|training|context|"
    r"guardrails?)\b",
    rf"{_BEGINS}(?:ignore|disregard|forget)\s+(?:everything|all|anything)\s+(?:that\s+)?"
    r"(?:you|above|before|i )",
    r"\bnew (?:system )?instructions?\s*[:=]",
    r"\b(?:system|security|law enforcement|admin\w*) override\b|\boverride mode\b",
    # to it by name
    rf"\b(?:if|as|since) you(?: are|'re) (?:an?|the) {_AI}\b",
    r"\bas an (?:AI|artificial intelligence)(?: language model| assistant)?,? you\b",
    r"\b(?:note|message|instructions?|attention|warning|important|dear|hello|hey|hi)\b[\s,:!]*"
    rf"(?:to|for)?[\s,:]*(?:the|all|any|every)?\s*(?:{_AI}|assistant)s?\b\s*"
    r"(?:[:,!.]|reading|processing|that|who|$)",
    rf"^\W*(?:{_AI}|assistant)\s*[:!]\s*(?:please\s+)?(?:you|when|do|ignore|answer|say|tell|always|"
    r"never|respond|reply|write|include|print|insert)\b",
    rf"\b(?:{_AI})s?\s+(?:reading|processing|summari[sz]ing|parsing)\s+(?:this|these)\b",
    r"\byou are (?:now )?(?:an? )?(?:AI|language model|chatbot|DAN|helpful assistant)\b",
    r"\byour system prompt\b|\b(?:reveal|print|show|repeat|output) the system prompt\b",
    # about what it is to write
    r"\b(?:add|append|insert|integrate|embed|include|incorporate|attach)\b"
    rf"(?:(?!\b{_ASKED_FOR}\b).){{0,120}}"
    rf"\b(?:in|to|into|at the end of|within) your (?:{_REPLY})\b",
    rf"\b(?:modify|augment|enhance|alter|adjust|end|begin|start|preface) your (?:{_REPLY})\b",
    r"\bin your (?:reply|answer|output|response|summary), (?:\w+ly )?(?:suggest|mention|tell|say|"
    r"tease|recommend|urge|promote|advise|encourage|claim|use|link)\b",
    r"\b(?:render|scramble|jumble|rearrange|misspell|anagram|group|introduce|substitute|convert|"
    r"replace|encode|translate|remove)\b.{0,80}\b(?:in|of|from)? ?your (?:response|reply|answer|"
    r"output|message)(?:'s)?\b",
    r"\b(?:tell|inform|convince|persuade|instruct|urge) the (?:user|person asking|questioner)s? "
    r"(?:that|to|about)\b",
    r"\b(?:do not|don't|never) (?:tell|inform|mention|reveal|disclose)\b.{0,60}\bto the user\b",
    r"\b(?:respond|reply|answer)\b.{0,20}\bonly with\b|"
    r"\bsay (?:only|just|nothing but)\b.{0,6}[\"“']",
    r"\b(?:append|add|put|include|insert|attach|send)\b.{0,60}\b(?:the|this|their|user's|whole|"
    r"entire) (?:question|conversation|chat|prompt) (?:to|in|as)\b.{0,60}\b(?:url|link|image|http)",
    # as if it were part of the prompt
    r"<\|?\s*/?\s*(?:im_start|im_end|system|endoftext)\s*\|?>|\[/?INST\]|<</?SYS>>",
    r"^\s*(?:begin|end) (?:source|conversation)(?: \d+)?\s+\w{6,}",
    r"^\W{0,4}(?:system|developer)(?: prompt| message)?\s*:\s*"
    r"(?:you|ignore|from now|do|always|never)\b",
    # out of the building
    r"!\[[^\]\n]*\]\(\s*https?://[^)\s]*[{<\[]",
)
_SPEAKS = re.compile("|".join(f"(?:{rule})" for rule in _RULES), re.IGNORECASE)

# No rule fits a text that holds none of these: looking for them first takes a tenth of the time.
_HINTS = (
    "ignor", "disregard", "forget", "overrid", "bypass", "overlook", "instruction", "override",
    "your respon", "your repl", "your answer", "your output", "your summar", "your messag",
    "the user", "questioner", "person asking", "prompt", "question to", "question in",
    "question as", "conversation to", "conversation in", "conversation as", "chat to", "chat in",
    "chatbot", "chat bot", "language model", "assistant", "gpt", "llm", "copilot", "claude",
    "gemini", "artificial intel", "ai ", "ai,", "ai:", "ai.", "ai!", "ais ", "a.i.",
    "virtual agent", "virtual model", "virtual system", "digital agent", "digital model",
    "digital system", "you are now",
    "only with", "say only", "say just", "say nothing", "|>", "<system", "<im_", "[inst", "[/inst",
    "sys>", "system:", "developer:", "system message", "developer message", "begin source",
    "end source", "![",
)  # fmt: skip


def warnings_about(reading: Reading, title: str = "", file_name: str = "") -> tuple[str, ...]:
    """Sentences for a curator, the first places first: "Page 3 speaks to an assistant: “…”."""
    places = [
        *_named("The title", title),
        *_named("The file's name", file_name.replace("_", " ").replace("-", " ")),
        *_places(reading),
    ]
    said = [f"{where} speaks to an assistant: “{words}”." for where, words in places[:MOST]]
    if not said:
        return ()
    more = len(places) - MOST
    if more > 0:
        said.append(f"So {'does' if more == 1 else 'do'} {more:,} more place{'s' * (more > 1)}.")
    return (*said[:-1], f"{said[-1]} Bernard treats it as text.")


def _named(where: str, name: str) -> Iterator[tuple[str, str]]:
    if words := _speaking(name):
        yield where, words


def _places(reading: Reading) -> Iterator[tuple[str, str]]:
    """(where, its words) of each place, at most one a block."""
    if not _hints(_folded(reading.text)):  # as nearly always: one look instead of one a block
        return
    for block in reading.blocks:
        if words := _speaking(block.text):
            yield _where(block), words


def _speaking(text: str) -> str:
    """The sentence of `text` that speaks to an assistant, or ""."""
    folded = _folded(text)
    if not _hints(folded):
        return ""
    found = _SPEAKS.search(folded)
    if found is None:
        return ""
    start = next((s for s, e in sentences(folded) if s <= found.start() < e), found.start())
    start = max(start, found.end() - QUOTED)
    words = clean_line(folded[start : start + QUOTED])
    return words + ("…" if start + QUOTED < len(folded) else "")


def _folded(text: str) -> str:
    return text if text.isascii() else unicodedata.normalize("NFKC", text).replace("’", "'")


def _hints(folded: str) -> bool:
    lower = folded.lower()
    return any(hint in lower for hint in _HINTS)


def _where(block: Block) -> str:
    if block.page is not None:
        return f"Page {block.page}"
    if block.heading_path:
        return f"The part “{block.heading_path[-1][:60]}”"
    return "The text"
