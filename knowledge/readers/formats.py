"""Which formats are read, and what a file is: its content and its suffix must agree."""

from __future__ import annotations

from pathlib import Path, PurePath

from knowledge.errors import RefusedFile
from knowledge.language.wording import listed
from knowledge.readers.archive import LOCKED, open_archive
from knowledge.readers.text_bytes import NOT_TEXT

#: Suffix → the format's name, as shown to a curator.
FORMATS: dict[str, str] = {
    ".md": "Markdown",
    ".markdown": "Markdown",
    ".txt": "plain text",
    ".text": "plain text",
    ".html": "HTML",
    ".htm": "HTML",
    ".pdf": "PDF",
    ".docx": "Word",
    ".odt": "OpenDocument text",
}

#: Larger files are refused before they are opened: a policy of 200 MB is pictures.
MAX_BYTES = 200 * 1024 * 1024

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OPEN_TEXT = b"application/vnd.oasis.opendocument.text"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_BINARY = {
    "a picture": (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*"),
    "a compressed archive": (b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!"),
    "a program": (b"\x7fELF", b"MZ\x90"),
}


def suffix_of(file_name: str) -> str:
    return PurePath(file_name).suffix.lower()


def supported(file_name: str) -> bool:
    return suffix_of(file_name) in FORMATS


def names() -> str:
    """ "Markdown, plain text, HTML, PDF, Word and OpenDocument text"."""
    return listed(list(dict.fromkeys(FORMATS.values())))


def format_of(path: Path, file_name: str) -> str:
    """The name of the format (a value of FORMATS). Raises RefusedFile where it is not one, or where
    the content is not what the suffix says."""
    suffix = suffix_of(file_name)
    if suffix not in FORMATS:
        shown = f"“{suffix}” files" if suffix else "files without an ending in their name"
        raise RefusedFile(f"Bernard does not read {shown}. It reads {names()}.")
    size = path.stat().st_size
    if size == 0:
        raise RefusedFile("The file is empty. Check that it was saved, and add it again.")
    if size > MAX_BYTES:
        raise RefusedFile(
            f"The file is larger than {MAX_BYTES // 1024 // 1024} MB. "
            "Split it, or save it without its pictures, and add it again."
        )
    expected, found = FORMATS[suffix], _sniff(path)
    as_text = expected in ("Markdown", "plain text", "HTML")
    if found == expected or (found == "text" and as_text):
        return expected
    if found == "locked":
        raise RefusedFile(LOCKED)
    if found == "binary" and as_text:
        raise RefusedFile(NOT_TEXT)
    if found in FORMATS.values():
        right = next(ending for ending, name in FORMATS.items() if name == found)
        told = (
            f"it is {_article(found)} file. "
            f"Check that it is the right one, rename it to “{right}” and add it again."
        )
    elif found in ("text", "binary"):
        told = (
            f"it is not {_article(expected)} file. "
            "It may be damaged: open it, save it anew and add it again."
        )
    else:
        told = f"it is {found}. Bernard reads {names()}: save it as one of these and add it again."
    raise RefusedFile(f"The file is named “{suffix}” but {told}")


def _article(name: str) -> str:
    return f"{'an' if name[0] in 'AEIOUH' else 'a'} {name}"


def _sniff(path: Path) -> str:
    """A value of FORMATS, "text", "binary", "locked", or words for something that is not read."""
    with path.open("rb") as file:
        head = file.read(4096)
    # Readers of PDF accept the marker anywhere in the first kilobyte (ISO 32000-2, annex I).
    if b"%PDF-" in head[:1024]:
        return "PDF"
    if head.startswith(_ZIP):
        return _sniff_archive(path)
    if head.startswith(_OLE):
        return _sniff_ole(path)
    otherwise = "text" if _is_text(head) else "binary"
    return next((what for what, marks in _BINARY.items() if head.startswith(marks)), otherwise)


def _sniff_archive(path: Path) -> str:
    with open_archive(path) as archive:
        entries = set(archive.namelist())
        if any(entry.startswith("word/document") for entry in entries):
            return "Word"
        if "mimetype" in entries and archive.read("mimetype").startswith(_OPEN_TEXT):
            return "OpenDocument text"
        office = not entries.isdisjoint(("mimetype", "[Content_Types].xml"))
        return "another kind of office file" if office else "a compressed archive"


def _sniff_ole(path: Path) -> str:
    """Old Office files, and new ones that are locked: those wrap an encrypted package."""
    with path.open("rb") as file:
        content = file.read(8 * 1024 * 1024)
    if "EncryptedPackage".encode("utf-16-le") in content:
        return "locked"
    return "an Office file from before 2007"


def _is_text(head: bytes) -> bool:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    control = sum(byte < 9 or 13 < byte < 27 or 27 < byte < 32 for byte in head)
    return b"\x00" not in head and control <= len(head) // 100
