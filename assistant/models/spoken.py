"""What a model says, apart from what it thinks aloud.

A server without a reasoning parser hands a model's reasoning on as text: between tags ("<think>"),
between channel marks ("<|channel|>analysis"), or with its closing tag alone, where the template has
opened it already.
"""

from __future__ import annotations

import re

#: What tags around reasoning, and channels of it, are called.
_REASONING = (
    "thinking", "think", "thoughts", "thought", "reasoning", "reflection", "scratchpad",
    "analysis", "commentary",
)  # fmt: skip
#: Marks of a chat template after which nothing changes.
_LEFT = frozenset(("message", "return", "im_end", "eot_id"))
#: "<think>", "</think>", "◁think▷", "<|channel|>".
_MARK = re.compile(r"[<◁](?P<sign>\W?)(?P<name>\w{2,20})\W?[>▷]")
_WORD = re.compile(r"\s*(\w*)\s*")
#: The end of a text is held back while it may be the beginning of a mark, or its channel's name.
_MAY_BE_ONE = re.compile(r"(?:<\W(?:channel|start)\W>[^<\n]{0,30}|[<◁][^>▷\n]{0,39})\Z")


class Spoken:
    """A text that is still coming: `add` gives what may be shown of it."""

    def __init__(self) -> None:
        self._held = ""
        self.thinking = False

    def add(self, piece: str) -> str:
        self._held += piece
        maybe = _MAY_BE_ONE.search(self._held)
        return self._read(maybe.start() if maybe else len(self._held))

    def rest(self) -> str:
        """What was held back at the end."""
        return self._read(len(self._held))

    def _read(self, length: int) -> str:
        text, self._held = self._held[:length], self._held[length:]
        shown, at = "", 0
        for mark in _MARK.finditer(text):
            thinks, end = _meaning(mark)
            if end is None or (_closes(mark) and not self.thinking):
                continue
            shown += "" if self.thinking else text[at : mark.start()]
            self.thinking = self.thinking if thinks is None else thinks
            at = end
        return shown if self.thinking else shown + text[at:]


def _meaning(mark: re.Match[str]) -> tuple[bool | None, int | None]:
    """Whether the model thinks behind it, None where as before; and where it ends, None where it is
    no mark."""
    name = mark["name"].lower()
    if mark["sign"] != "|":
        return not mark["sign"], mark.end() if name in _REASONING else None
    behind = _WORD.match(mark.string, mark.end())
    called = behind[1].lower() if behind else ""
    if name == "channel" and behind:
        known = next((one for one in ("final", *_REASONING) if called.startswith(one)), "")
        end = behind.end() if known == called else behind.start(1) + len(known)
        return known != "final", end if known else None
    if name in ("start", "end", *_LEFT):
        speaks = called.startswith("assistant") and mark.string[mark.end()].isalpha()
        end = mark.end() + (len("assistant") if speaks else 0)
        return False if name == "end" or (name == "start" and speaks) else None, end
    return None, None


def _closes(mark: re.Match[str]) -> bool:
    return mark["sign"] == "/" and mark["name"].lower() in _REASONING


def spoken(text: str) -> str:
    """The whole text without its reasoning; what never ends is all reasoning, and so is what stands
    before a closing tag alone."""
    coming = Spoken()
    said = coming.add(text) + coming.rest()
    closed = [mark.end() for mark in _MARK.finditer(said) if _closes(mark)]
    return said[closed[-1] :] if closed else said
