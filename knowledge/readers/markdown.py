"""Markdown: markdown-it-py makes a web page of it, which the reader of web pages then reads."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from lxml.html.defs import tags as HTML_TAGS
from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.ruler import RuleOptionsType
from markdown_it.rules_block import StateBlock, paragraph, table
from markdown_it.rules_block.table import escapedSplit, getLine
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from knowledge.documents.blocks import ReadingBuilder
from knowledge.language.clean import CELLS
from knowledge.readers import properties, web
from knowledge.readers.looks import MARKER
from knowledge.readers.text_bytes import decode
from knowledge.readers.web import AS_WRITTEN, NEVER

#: In the parser's environment: the labels of the notes found so far.
NOTES = "notes"
_WITHIN = "within"  # … and whether a marked paragraph is being read
_NOTE = re.compile(r"\[\^([^\[\]\s]+)\]:")
#: Only the first of a series begins an item in the middle of a paragraph, as in CommonMark 5.3: a
#: line that happens to begin with "(d)" does not.
_FIRST = ("(a)", "a)", "(i)", "i)", "(1)", "•")


def marked_paragraph(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """ "(a) …", "• …": an item. "[^1]: …": a note, as "Footnote 1: …"."""
    line = getLine(state, start)
    note, marker = _NOTE.match(line), MARKER.match(line)
    if not (note or marker) or state.is_code_block(start):
        return False
    if silent:
        within = note or state.env.get(_WITHIN)
        return bool(within or (marker and marker[0].strip() in _FIRST))
    if state.tokens and state.tokens[-1].type == "list_item_open":
        return False  # "1. (a) …" is one item
    if marker:
        state.push("bullet_list_open", "ul", 1)
    state.env[_WITHIN] = True
    paragraph(state, start, end, False)
    state.env[_WITHIN] = False
    opening, content, closing = state.tokens[-3:]
    if note:
        state.env.setdefault(NOTES, set()).add(note[1])
        content.content = f"Footnote {note[1]}: {content.content[note.end() :].strip()}"
    elif marker:
        opening.tag = closing.tag = "li"
        opening.attrs[AS_WRITTEN] = marker[0].strip()
        content.content = content.content[marker.end() :]
        state.push("bullet_list_close", "ul", -1)
    return True


def too_deep(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """At the limit of nesting all is a paragraph: of what is deeper, the parser would read nothing.
    A list takes two levels."""
    deep = state.level >= state.md.options.maxNesting - 2
    return deep and not silent and paragraph(state, start, end, False)


def whole_table(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A table as GitHub has it, but text right below it is no row, and cells that the header has no
    column for are kept."""
    if silent or not table(state, start, min(start + 2, end), True):
        return table(state, start, end, silent)
    stop = start + 2
    while stop < end and "|" in getLine(state, stop):
        stop += 1
    first = len(state.tokens)
    table(state, start, stop, False)
    line = start
    columns: list[Token] = []
    for token in state.tokens[first:]:
        if token.type == "tr_open":
            line, columns = (token.map or [start])[0], []
        elif token.type == "inline":
            columns.append(token)
        elif token.type == "tr_close":
            cells = escapedSplit(getLine(state, line).strip().removeprefix("|"))
            over = [cell.strip() for cell in cells[len(columns) :] if cell.strip()]
            columns[-1].content = CELLS.join([columns[-1].content, *over])
    return True


#: Quotes and lists inside one another, of which a list takes two: twice what people write. The
#: parser's time for a run of brackets grows with it.
MAX_NESTING = 32

_FRONT = re.compile(r"\A---[ \t]*\n(.*?\n)??(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
# A template's tags, but not in code: what is shown there is the tag itself.
_TEMPLATE = re.compile(
    r"^[ \t]*(```+|~~~+).*?(?:^[ \t]*\1[^\n]*|\Z)|`[^`\n]*+`|\{%(?P<tag>[^%]*+)%\}",
    re.DOTALL | re.MULTILINE,
)
# Attributes of Kramdown and marks of notes are not text, and an address is not shown.
_ASIDE = re.compile(
    r"`[^`\n]*+`|\{:[^{}\n]*+\}|(?<=<)mailto:|\[\^(?P<note>[^\[\]\s]++)\]"
    r"|\]\((?P<address>[^()\n]*+)\)(?:\{[^{}\n]*+\})?"
)
_VALUE = re.compile(r"\{\{[^{}]*+\}\}")
_QUOTED = re.compile(r"[\"']([^\"']+)[\"']")
#: Template tags that steer the page; what others quote is shown on it.
_STEERING = frozenset(
    ["include", "if", "elsif", "unless", "for", "assign", "capture", "case", "when", "render"]
)
_TAG = re.compile(r"<(?!!--)(?=/?([A-Za-z][\w:-]*+)?)")
#: Left open, these would take the rest of the document with them.
_SWALLOWING = (NEVER | {"button", "title"}) - {"embed", "input", "link", "meta"}


def read(path: Path, builder: ReadingBuilder) -> None:
    text = decode(path.read_bytes()).replace("\r\n", "\n").replace("\r", "\n")
    front = _FRONT.match(text)
    if front:
        builder.properties.update(properties.known(_fields(front.group(1) or "")))
        text = text[front.end() :]
    text = _TEMPLATE.sub(_template_words, text)
    page = web.parse(f"<main>{_PARSER.render(text)}</main>")
    web.write(page.find("body"), builder)


def _fields(front: str) -> dict[str, str]:
    """The single-line fields of YAML front matter; nested and folded values are not needed."""
    fields: dict[str, str] = {}
    for line in front.split("\n"):
        key, _, value = line.partition(":")
        value = value.split(" #")[0].strip()
        if line[:1].isalpha() and not value.startswith((">", "|")):
            fields.setdefault(key, value.strip("\"'"))
    return fields


def _template_words(found: re.Match[str]) -> str:
    if found["tag"] is None:
        return found[0]
    name, quoted = found["tag"].strip("- \n").split(" ")[0], _QUOTED.findall(found["tag"])
    return str(quoted[-1]) if quoted and name not in _STEERING else ""


def _tidy(state: StateCore) -> None:
    """Between blocks and their inline marks: drops asides, says how items of lists are numbered.

    An item has the number that was written; a list that repeats one number ("1." each time) is
    counted, as every program shows it.
    """

    def shown(aside: re.Match[str]) -> str:
        if aside["address"] is not None:
            return f"]({_address(aside['address'])})"
        unknown = aside["note"] is not None and aside["note"] not in state.env.get(NOTES, ())
        return aside[0] if unknown or aside[0][0] == "`" else ""

    lists: list[list[Token]] = []  # the items of each open list
    for token in state.tokens:
        token.hidden = False  # two paragraphs of one item, shown as such, are not glued together
        if token.type == "inline":
            token.content = _ASIDE.sub(shown, token.content)
        elif token.type == "ordered_list_open":
            lists.append([])
        elif token.type == "list_item_open" and token.info:
            lists[-1].append(token)
        elif token.type == "ordered_list_close":
            items = lists.pop()
            repeats = len({item.info for item in items}) == 1
            for after, item in enumerate(items):
                number = int(item.info) + (after if repeats else 0)
                item.attrs[AS_WRITTEN] = f"{number}{item.markup}"


def _address(written: str) -> str:
    """An address that CommonMark takes as one: without a template's values and a poor title."""
    address = _VALUE.sub("", written)
    first, _, rest = address.strip().partition(" ")
    return first if rest and ("/" in first or first[0] == "#") else address


class _Page(RendererHTML):
    """Pictures become their description; what only looks like HTML becomes text."""

    def image(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        return escapeHtml(self.renderInlineAsText(tokens[idx].children, options, env))

    def html_inline(
        self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType
    ) -> str:
        return _true_tags(tokens[idx].content)

    html_block = html_inline


def _true_tags(markup: str) -> str:
    """ "<your name>" is a gap to fill in, no tag; a tag that hides what follows must be closed."""
    lower = markup.lower()
    open_tags = {name for name in _SWALLOWING if lower.rfind(f"<{name}") > lower.rfind(f"</{name}")}
    if lower.rfind("<!--") > lower.rfind("-->"):
        markup = markup.replace("<!--", "&lt;!--")

    def sign(tag: re.Match[str]) -> str:
        name = (tag[1] or "").lower()
        return "<" if name in HTML_TAGS and name not in open_tags else "&lt;"

    return _TAG.sub(sign, markup)


def _parser() -> MarkdownIt:
    options = {"tasklists": True, "alerts": True, "maxNesting": MAX_NESTING}
    parser = MarkdownIt("commonmark", options, renderer_cls=_Page).enable(
        ["table", "strikethrough"]
    )
    ending: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote"]}
    parser.block.ruler.before("table", "too_deep", too_deep)
    parser.block.ruler.at("table", whole_table, {"alt": ["paragraph", "reference"]})
    parser.block.ruler.before("reference", "marked", marked_paragraph, ending)
    parser.core.ruler.after("block", "tidy", _tidy)
    return parser


_PARSER = _parser()
