"""Small real files for the readers' tests, made in code."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from pathlib import Path

from knowledge.documents.blocks import Block, Reading
from knowledge.readers import read_file

#: Left, bottom, font size, bold, text.
Words = tuple[float, float, float, bool, str]
#: x0, y0, x1, y1 of a rule.
Rule = tuple[float, float, float, float]


def read_text(directory: Path, name: str, content: str | bytes) -> Reading:
    path = directory / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_file(path, name)


def shown(blocks: Sequence[Block]) -> list[tuple[str, str]]:
    return [(block.kind.value, block.text) for block in blocks]


def make_pdf(
    path: Path, pages: Sequence[Sequence[Words]], rules: Sequence[Rule] = (), title: str = ""
) -> Path:
    """A PDF with Helvetica text at given places; rules are drawn on the first page."""
    objects: list[bytes] = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>",
        f"<< /Title ({title}) >>".encode("cp1252"),
    ]
    kids = []
    for number, words in enumerate(pages):
        stream = b""
        for left, bottom, size, bold, text in words:
            escaped = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
            font = "/B" if bold else "/R"
            line = f"BT {font} {size} Tf {left} {bottom} Td ({escaped}) Tj ET\n"
            stream += line.encode("cp1252")
        for x0, y0, x1, y1 in rules if number == 0 else ():
            stream += f"{x0} {y0} m {x1} {y1} l S\n".encode()
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
        kids.append(len(objects) + 1)
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R "
            b"/Resources << /Font << /R 3 0 R /B 4 0 R >> >> >>" % len(objects)
        )
    listed = b" ".join(b"%d 0 R" % kid for kid in kids)
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (listed, len(kids))
    content = b"%PDF-1.7\n"
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(content)
    content += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    content += b"".join(b"%010d 00000 n \n" % place for place in places)
    content += b"trailer\n<< /Size %d /Root 1 0 R /Info 5 0 R >>\n" % (len(objects) + 1)
    content += b"startxref\n%d\n%%%%EOF\n" % start
    path.write_bytes(content)
    return path


ODT_HEAD = (
    "<office:document-content "
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0">'
)


def make_odt(path: Path, body: str, styles: str = "", before: str = "") -> Path:
    """An OpenDocument text of this body and these automatic styles."""
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?>{before}{ODT_HEAD}'
        f"<office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", content)
    return path
