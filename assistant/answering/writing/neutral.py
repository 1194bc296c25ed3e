"""Text of a model or a document that leads nowhere: no address, and no mark or source but ours.

What a document orders, a model may write: an address in an answer can carry a person's question to
a stranger's server once a mail program makes a link of it, and a "Source:" line of its own can lend
words a ground that they do not have. Markup never gets here (assistant.answering.writing.parse).
"""

from __future__ import annotations

import re
import unicodedata

LEFT_OUT = "(address left out)"

# Lengths are bounded, so that a text of one character alone costs no more than another.
_LATEX = re.compile(
    r"\\(?:href|hyperref|url|nolinkurl|path)\s{0,9}(?:\[[^\]]{0,200}\])?"
    r"\{[^{}]{0,800}\}(?:\{([^{}]{0,800})\})?"
)
_LATEX_FILE = re.compile(
    r"\\(?:includegraphics|input|include|write\d{0,2})\s{0,9}(?:\[[^\]]{0,200}\])?\{[^{}]{0,800}\}"
)
_FOOTNOTE = re.compile(r"\[\^[^\]\n]{1,40}\]:?")
# A tag that never closed, or one that was written twice over to get here.
_TAG = re.compile(r"</?[A-Za-z!][^<>\n]{0,400}>?|<!--")
_ADDRESS = re.compile(
    r"(?:[a-z][a-z0-9+.\-]{1,30}:(?://|\\\\)|\bwww\.|(?<![\w:/])//(?=[\w-]+\.)|\\\\(?=[\w.-]+\\)|"
    r"\b(?:javascript|vbscript|view-source|livescript):|\bdata:(?=[\w+.-]*[/;,])|"
    r"\b(?:mailto|tel|sms|file|blob|about|magnet|intent|urn|skype|ms-[\w-]+|geo):(?=[^\s\d]|\+)|"
    r"\b(?:[\w-]{1,63}\.){1,8}[a-z]{2,24}(?::\d+)?/?[\w/.-]{0,200}[?#](?=[\w.-]{1,60}=))"
    r"(?:[^\s<>\"”“)\]]*[^\s<>\"”“)\].,;:!?])?",
    re.IGNORECASE,
)
# A mark of the text's own: raised digits, unless they are a power or belong to a unit.
_RAISED = re.compile(
    r"(?:(?<![A-Za-z\d)])|(?<=[A-Za-z]{3})|(?<=[.,;:!?”\"')]))[\[(⁽]?[⁰¹²³⁴-⁹]+[⁾\])]?"
)
_BRACKETS = re.compile(r"[［〔⟦〖]\s{0,3}(\d{1,3})\s{0,3}[］〕⟧〗]")
_SOURCE_LINE = re.compile(
    r"^[ \t>*_#-]*(?:sources?|references?|citations?|cited from|bibliography|further reading)\b"
    r"[ \t*_]*[:：].*$",
    re.IGNORECASE,
)
_FENCE_LINE = re.compile(r"^[ \t]*(?:begin|end) (?:source|conversation)\b[^.]*$", re.IGNORECASE)
_SOURCE_NOTE = re.compile(
    r"[(\[（][ ]?(?:sources?|ref|cited from)[ ]?[:：][^()\[\]\n]{0,200}[)\]）]", re.IGNORECASE
)


def neutral(line: str) -> str:
    """The words of a line; marks such as "[1]" and "[source 1]" stay as they are: whoever numbers
    the sources says which exist."""
    if _SOURCE_LINE.match(line) or _FENCE_LINE.match(line):
        return ""
    line = _LATEX_FILE.sub("", _LATEX.sub(lambda link: link[1] or "", line))
    line = without_addresses(_TAG.sub(_tag, _FOOTNOTE.sub("", line)))
    return _BRACKETS.sub(r"[\1]", _RAISED.sub("", _SOURCE_NOTE.sub("", line)))


def _tag(found: re.Match[str]) -> str:
    """Only what closes, or opens what a browser would fetch or run; "a <b or c" stays."""
    return "" if found[0].endswith(">") or "=" in found[0] or found[0] == "<!--" else found[0]


def without_addresses(text: str) -> str:
    """Addresses out, also those in full-width or other compatible letters ("ｈｔｔｐｓ：//…"): mail
    programs make links of them."""
    text = _ADDRESS.sub(LEFT_OUT, text)
    if text.isascii():
        return text

    def plain(word: re.Match[str]) -> str:
        folded = unicodedata.normalize("NFKC", word[0])
        return LEFT_OUT if folded != word[0] and _ADDRESS.search(folded) else word[0]

    return re.sub(r"\S+", plain, text)
