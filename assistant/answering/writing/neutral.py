"""A model's text made to lead nowhere: no link, image, tag, address, or citation that is not ours.

What a document orders, a model may write: an image or a link in an answer can carry a person's
question to a stranger's server, and a mark or a "Source:" line of its own can lend words a ground
that they do not have. The page escapes everything once more (ui.parts.answer_text); this is for
whatever takes the text elsewhere: an e-mail, a terminal, another program.
"""

from __future__ import annotations

import html
import re
import unicodedata

from knowledge.language.clean import clean_characters

LEFT_OUT = "(address left out)"

# Lengths are bounded, so that a text of brackets alone costs no more than another.
_LABEL = r"((?:[^\[\]]|\[[^\[\]]{0,200}\]){0,400})"
_TARGET = r"\((?:[^()]|\((?:[^()]|\([^()]{0,200}\)){0,200}\)){0,800}\)"
_IMAGE = re.compile(rf"!\[{_LABEL}\](?:{_TARGET}|\[[^\]\n]*\]|(?!\())")
_LINK = re.compile(rf"\[{_LABEL}\]{_TARGET}")
_OPEN_LINK = re.compile(r"!?\[([^\[\]\n]*)\]\((?=[^\s)]*[:/])[^\s)]*")  # cut before it closed
_REFERENCE = re.compile(r"\[([^\[\]\n]*[^\[\]\d\s,?][^\[\]\n]*)\]\[(?!\d{1,3}\])[^\[\]\n]*\]")
_NUMBERED = re.compile(r"\[([^\[\]\n]*[^\[\]\d\s,?][^\[\]\n]*)\](?=\[\d{1,3}\])")
_DEFINITION = re.compile(r"^[ \t>]*\[(?!\d{1,3}\]:\s+\w+\s)[^\]\n]+\]:[ \t]*\S.*$", re.MULTILINE)
_FOOTNOTE = re.compile(r"\[\^[^\]\n]{1,40}\]:?")
_TAG = re.compile(r"<(?:/?[A-Za-z][^<>]*|!--.*?--|![A-Za-z\[][^<>]*|\?[^<>]*)>", re.DOTALL)
_OPEN_TAG = re.compile(
    r"</?(?:a|audio|base|body|button|details|embed|form|frame|html|iframe|img|input|link|math|meta|"
    r"object|script|source|style|svg|table|template|video)\b[^<>\n]*",
    re.IGNORECASE,
)
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_LATEX = re.compile(
    r"\\(?:href|hyperref|url|nolinkurl|path)\s*(?:\[[^\]]*\])?\{[^{}]*\}(?:\{([^{}]*)\})?"
)
_LATEX_FILE = re.compile(
    r"\\(?:includegraphics|input|include|write\d*)\s*(?:\[[^\]]*\])?\{[^{}]*\}"
)
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
_BRACKETS = re.compile(r"[［〔⟦〖]\s*(\d{1,3})\s*[］〕⟧〗]")
_SOURCE_LINE = re.compile(
    r"^[ \t>*_#-]*(?:sources?|references?|citations?|cited from|bibliography|further reading)\b"
    r"[ \t*_]*[:：][^\n]*$",
    re.IGNORECASE | re.MULTILINE,
)
_FENCE_LINE = re.compile(r"^[ \t]*(?:begin|end) (?:source|conversation)\b[^\n.]*$", re.I | re.M)
_SOURCE_NOTE = re.compile(
    r"[(\[（][ ]?(?:sources?|ref|cited from)[ ]?[:：][^()\[\]\n]{0,200}[)\]）]", re.I
)
_BLANK_LINES = re.compile(r"\n[ \t]*\n(?:[ \t]*\n)+")


def neutral(text: str) -> str:
    """The words of `text`, without what leads elsewhere. Marks such as "[1]" and "[source 1]" stay
    as they are: whoever numbers the sources says which exist."""
    text = clean_characters(text)
    if "&" in text:
        text = clean_characters(html.unescape(html.unescape(text)))
    text = _COMMENT.sub("", text)
    text = _LATEX_FILE.sub("", _LATEX.sub(lambda link: link[1] or "", text))
    text = _IMAGE.sub(r"\1", text)
    text = _LINK.sub(_named, text)
    text = _OPEN_LINK.sub(r"\1 ", text)
    text = _FOOTNOTE.sub("", text)
    text = _DEFINITION.sub("", text)
    text = _NUMBERED.sub(_named_source, _REFERENCE.sub(r"\1", text))
    text = _OPEN_TAG.sub("", _TAG.sub("", text))
    text = without_addresses(text)
    text = _FENCE_LINE.sub("", _SOURCE_NOTE.sub("", _SOURCE_LINE.sub("", text)))
    text = _BRACKETS.sub(r"[\1]", _RAISED.sub("", text))
    return _BLANK_LINES.sub("\n\n", text)


def _named(link: re.Match[str]) -> str:
    """A link named by a number is a mark that a model dressed up."""
    name = link[1].strip()
    return f"[{name}]" if name.isdigit() else link[1]


def _named_source(name: re.Match[str]) -> str:
    """In "[the policy][1]" the first bracket is a link's name; in "[source 2][1]" it is a mark."""
    return name[0] if re.match(r"sources?\b", name[1], re.IGNORECASE) else name[1]


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
