"""Blocks of Markdown that CommonMark does not know: lettered items, notes, tables kept whole."""

from __future__ import annotations

import re

from markdown_it.rules_block import StateBlock, paragraph, table
from markdown_it.rules_block.table import escapedSplit, getLine
from markdown_it.token import Token

from knowledge.language.clean import CELLS
from knowledge.readers.looks import MARKER
from knowledge.readers.web.parts import AS_WRITTEN

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
