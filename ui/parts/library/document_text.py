"""A version's text as Bernard read it, as HTML: passages marked and numbered, words highlighted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from knowledge.documents.blocks import Block, BlockKind
from knowledge.documents.types import Passage
from knowledge.language.clean import CELLS
from ui.parts.common.text import html


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
        self._cited = {
            n
            for n, passage in enumerate(passages, start=1)
            if highlight and passage.start < highlight[1] and highlight[0] < passage.end
        }
        self._highlight = highlight
        self._named = False
        self._page: int | None = None
        self._tables = 0

    def render(self) -> str:
        parts: list[str] = []
        for is_list, blocks in groupby(self._blocks, lambda b: b.kind == BlockKind.LIST_ITEM):
            items = [self._block(block) for block in blocks]
            parts.append(f"<ul>{''.join(items)}</ul>" if is_list else "\n".join(items))
        return "\n".join(parts)

    def _block(self, block: Block) -> str:
        turned = self._page_turned(block)
        match block.kind:
            case BlockKind.HEADING:
                level = min(block.level + 1, 6)  # the page's own title is the only h1
                return f"{turned}<h{level}>{self._span(block.start, block.text)}</h{level}>"
            case BlockKind.LIST_ITEM:
                bare = block.text.lstrip()
                bullet = bare.startswith("- ")
                skipped = len(block.text) - len(bare) + (2 if bullet else 0)
                words = self._span(block.start + skipped, block.text[skipped:], block.start)
                kind = "bullet" if bullet else "own-mark"
                depth = min(block.level, 5)
                return f'<li class="{kind} depth-{depth}">{turned}{words}</li>'
            case BlockKind.TABLE:
                return turned + self._table(block)
            case BlockKind.CODE:
                return f"{turned}<pre tabindex='0'>{self._span(block.start, block.text)}</pre>"
            case _:
                return f"{turned}<p>{self._span(block.start, block.text)}</p>"

    def _page_turned(self, block: Block) -> str:
        if block.page is None or block.page == self._page:
            return ""
        self._page = block.page
        return f'<span class="page-turn" id="page-{block.page}">Page {block.page}</span>'

    def _table(self, block: Block) -> str:
        self._tables += 1
        rows: list[str] = []
        at = block.start
        lines = block.text.split("\n")
        columns = max(line.count(CELLS) for line in lines) + 1
        for number, line in enumerate(lines):
            cells: list[str] = []
            heading = number < block.level
            texts = line.split(CELLS)
            for n, cell in enumerate(texts):
                tag = 'th scope="col"' if heading else "td"
                wide = columns - len(texts) + 1 if n == len(texts) - 1 else 1
                span = f' colspan="{wide}"' if wide > 1 else ""
                cells.append(f"<{tag}{span}>{self._span(at, cell)}</{tag[:2]}>")
                at += len(cell) + len(CELLS)
            at += len("\n") - len(CELLS)
            rows.append(f"<tr>{''.join(cells)}</tr>")
        head, body = "".join(rows[: block.level]), "".join(rows[block.level :])
        thead = f"<thead>{head}</thead>" if head else ""
        return (
            '<div class="table-scroll" tabindex="0" role="region" '
            f'aria-label="Table {self._tables} of the text">'
            f"<table>{thead}<tbody>{body}</tbody></table></div>"
        )

    def _span(self, start: int, text: str, first: int | None = None) -> str:
        """Escaped `text` that begins at `start`; `first`: where its block begins."""
        begin, end = start, start + len(text)
        cuts = {begin, end}
        starts = {
            max(at, begin): n
            for at, n in self._starts.items()
            if (first if first is not None else begin) <= at < end
        }
        cuts.update(starts)
        if self._highlight:
            cuts.update(at for at in self._highlight if begin < at < end)
        return "".join(self._pieces(sorted(cuts), start, text, starts))

    def _pieces(
        self, cuts: list[int], start: int, text: str, starts: dict[int, int]
    ) -> Iterator[str]:
        for left, right in zip(cuts, cuts[1:] or cuts, strict=False):
            if left in starts:
                yield self._number(starts[left])
            words = html(text[left - start : right - start])
            if words and self._highlight and self._highlight[0] <= left < self._highlight[1]:
                name = "" if self._named else ' id="words" tabindex="-1"'
                self._named = True
                yield f"<mark{name}>{words}</mark>"
            else:
                yield words

    def _number(self, n: int) -> str:
        cited = " cited" if n in self._cited else ""
        return (
            f'<a class="passage-number{cited}" id="passage-{n}" href="#passage-{n}" '
            f'title="Passage {n}"><span class="hidden">Passage </span>{n}</a>'
        )
