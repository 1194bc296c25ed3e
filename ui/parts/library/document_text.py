"""A version's text as Bernard read it, as HTML: passages marked and numbered, words highlighted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from markupsafe import Markup, escape

from knowledge.documents.blocks import Block, BlockKind
from knowledge.documents.types import Passage
from knowledge.language.clean import CELLS
from ui.parts.common.render import part


class DocumentText:
    """`highlight` is `(start, end)` in the version's text; its first word gets the id `words`."""

    def __init__(
        self,
        blocks: Sequence[Block],
        passages: Sequence[Passage],
        highlight: tuple[int, int] | None = None,
    ) -> None:
        self._blocks = blocks
        self._starts = {passage.start: n for n, passage in enumerate(passages, start=1)}
        self._highlight = first, last = highlight or (0, 0)
        self._cited = {
            n
            for n, passage in enumerate(passages, start=1)
            if passage.start < last and first < passage.end
        }
        self._named = False
        self._page: int | None = None

    def render(self) -> Markup:
        groups = groupby(self._blocks, lambda block: block.kind == BlockKind.LIST_ITEM)
        return part("as_read", "blocks", groups=groups, text=self)

    def page_turned(self, block: Block) -> int | None:
        """The page that begins with the block."""
        if block.page in (None, self._page):
            return None
        self._page = block.page
        return block.page

    def item(self, block: Block) -> Markup:
        """A list item's words without its bullet."""
        skipped = len(block.text) - len(block.text.lstrip().removeprefix("- "))
        return self.span(block.start + skipped, block.text[skipped:], block.start)

    def rows(self, block: Block) -> Iterator[list[Markup]]:
        """A table's cells."""
        at = block.start
        for line in block.text.split("\n"):
            cells = []
            for cell in line.split(CELLS):
                cells.append(self.span(at, cell))
                at += len(cell) + len(CELLS)
            at += len("\n") - len(CELLS)
            yield cells

    def span(self, start: int, text: str, first: int | None = None) -> Markup:
        """Escaped `text` that begins at `start`; `first`: where its block begins."""
        begin, end = start, start + len(text)
        starts = {
            max(at, begin): n
            for at, n in self._starts.items()
            if (first if first is not None else begin) <= at < end
        }
        inside = (at for at in self._highlight if begin < at < end)
        cuts = sorted({begin, end, *starts, *inside})
        return Markup("").join(self._pieces(cuts, start, text, starts))

    def _pieces(
        self, cuts: list[int], start: int, text: str, starts: dict[int, int]
    ) -> Iterator[Markup]:
        for left, right in zip(cuts, cuts[1:] or cuts, strict=False):
            if n := starts.get(left):
                yield part("as_read", "number", n=n, cited=n in self._cited)
            words = escape(text[left - start : right - start])
            if words and self._highlight[0] <= left < self._highlight[1]:
                name = "" if self._named else Markup(' id="words" tabindex="-1"')
                self._named = True
                yield Markup("<mark{}>{}</mark>").format(name, words)
            else:
                yield words
