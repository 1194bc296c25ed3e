"""Inline Markdown to its text: links keep their text, images their description, marks go."""

from __future__ import annotations

import html
import re

_CODE = re.compile(r"(`+)(?!`)(.+?)(?<!`)\1(?!`)", re.DOTALL)
_IMAGE = re.compile(r"!\[([^\]]*)\](?:\([^()]*(?:\([^()]*\)[^()]*)*\)|\[[^\]]*\])")
_LINK = re.compile(
    r"\[((?:[^\[\]]|\[[^\[\]]*\])*)\](?:\([^()]*(?:\([^()]*\)[^()]*)*\)|\[[^\]\[]*\])(?:\{[^{}\n]*\})?"
)
_FOOTNOTE = re.compile(r"\[\^[^\]\s]+\](?!:)")
_AUTOLINK = re.compile(r"<((?:https?://|mailto:)[^<>\s]+|[^<>\s@]+@[^<>\s]+)>")
_HIDDEN = re.compile(r"<(script|style)\b.*?</\1\s*>", re.DOTALL | re.IGNORECASE)
_BREAK = re.compile(r"<br\s*/?>|</(?:p|div|li|tr|h[1-6])>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z][a-zA-Z0-9-]*(?:\s[^<>]*)?/?>")
_STRONG = re.compile(r"(\*\*\*|\*\*|~~)(?=\S)(.+?)(?<=\S)\1", re.DOTALL)
_STAR = re.compile(r"(?<![*\w])\*(?=[^\s*])([^*]+?)(?<=[^\s*])\*(?![*\w])")
_UNDER = re.compile(r"(?<![_\w])(_{1,3})(?=[^\s_])(.+?)(?<=[^\s_])\1(?![_\w])", re.DOTALL)
_ATTRIBUTES = re.compile(r"\{:[^{}\n]*\}")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_HELD = re.compile("\ue000(\\d+)\ue001")


def plain_text(text: str) -> str:
    """The text that a person sees. Code spans and escaped characters stay as they are."""
    held: list[str] = []

    def hold(shown: str) -> str:
        held.append(shown)
        return f"\ue000{len(held) - 1}\ue001"

    text = text.replace("\ue000", "").replace("\ue001", "")
    text = _CODE.sub(lambda match: hold(match.group(2).strip()), text)
    text = _ESCAPE.sub(lambda match: hold(match.group(1)), text)
    text = _AUTOLINK.sub(lambda match: hold(match.group(1).removeprefix("mailto:")), text)
    text = _TAG.sub("", _BREAK.sub(" ", _HIDDEN.sub("", text)))
    text = _LINK.sub(r"\1", _IMAGE.sub(r"\1", _FOOTNOTE.sub("", text)))
    text = _ATTRIBUTES.sub("", text)
    for _ in range(3):  # marks nest: bold in italics in struck out
        before = text
        text = _STRONG.sub(r"\2", text)
        text = _STAR.sub(r"\1", text)
        text = _UNDER.sub(r"\2", text)
        if text == before:
            break
    text = html.unescape(text)
    return _HELD.sub(lambda match: held[int(match.group(1))], text)
