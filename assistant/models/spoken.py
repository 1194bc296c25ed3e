"""What a model says, apart from what it thinks aloud.

A server without a reasoning parser hands a model's reasoning on as text: between tags ("<think>"),
between channel marks ("<|channel|>analysis"), or with its closing tag alone, where the template has
opened it already.
"""

from __future__ import annotations

import re

_TAG = r"(?:think|thinking|thought|thoughts|reasoning|reflection|scratchpad|analysis)"
_OPENS = re.compile(
    rf"<{_TAG}>|<\|channel\|>\s*(?:analysis|commentary|thought)\s*(?:<\|message\|>)?|◁think▷", re.I
)
_CLOSES = re.compile(
    rf"</{_TAG}>|<\|end\|>|<\|start\|>assistant|<\|channel\|>\s*final\s*(?:<\|message\|>)?|◁/think▷",
    re.I,
)
_CLOSES_ALONE = re.compile(rf"</{_TAG}>|◁/think▷", re.I)
#: Marks of a chat template that are left in a text.
_LEFT = re.compile(
    r"<\|channel\|>\s*final\s*|<\|(?:message|end|start|return|im_end|eot_id)\|>(?:assistant)?", re.I
)
#: The end of a text is held back while it may be the beginning of a tag or mark.
_MAY_BE_ONE = re.compile(r"<\|channel\|>[^<\n]{0,30}\Z|<\|start\|>\w{0,9}\Z|[<◁][^>▷\n]{0,39}\Z")


class Spoken:
    """A text that is still coming: `add` gives what may be shown of it."""

    def __init__(self) -> None:
        self._held = ""
        self.thinking = False

    def add(self, piece: str) -> str:
        self._held += piece
        shown = ""
        while True:
            found = (_CLOSES if self.thinking else _OPENS).search(self._held)
            if found is None:
                break
            shown += "" if self.thinking else self._held[: found.start()]
            self._held = self._held[found.end() :]
            self.thinking = not self.thinking
        maybe = _MAY_BE_ONE.search(self._held)
        keep = maybe.start() if maybe else len(self._held)
        if not self.thinking:
            shown += self._held[:keep]
        self._held = self._held[keep:]
        return _LEFT.sub("", shown)

    def rest(self) -> str:
        """What was held back at the end."""
        return "" if self.thinking else self._held


def spoken(text: str) -> str:
    """The whole text without its reasoning; what never ends is all reasoning, and so is what stands
    before a closing tag alone."""
    coming = Spoken()
    said = coming.add(text) + coming.rest()
    closes = list(_CLOSES_ALONE.finditer(said))
    return _LEFT.sub("", said[closes[-1].end() :] if closes else said)
