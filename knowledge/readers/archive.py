"""Zip files, looked at before they are opened: one can unpack to a million times its size."""

from __future__ import annotations

import struct
import zipfile
import zlib
from pathlib import Path

from knowledge.errors import RefusedFile

# A Word file of 1,000 pages with pictures has about 500 entries and unpacks to about 100 MB; its
# XML shrinks 10 to 30 times. The limits leave an order of magnitude.
MAX_ENTRIES = 10_000
MAX_TOTAL = 512 * 1024 * 1024
MAX_XML = 128 * 1024 * 1024
MAX_RATIO = 200
RATIO_FROM = 4 * 1024 * 1024  # smaller entries may shrink as much as they like

DAMAGED = (
    "The file is damaged and cannot be opened. "
    "Open it in the program that made it, save it anew and add it again."
)
LOCKED = "The file is locked with a password. Save it without one and add it again."
_BOMB = (
    "The file unpacks to far more than a document would, so it was not opened. "
    "Save it anew from the program that made it, or leave it out."
)
#: What the zip module raises on damaged archives.
ZIP_ERRORS = (
    zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, struct.error, NotImplementedError,
    RuntimeError, EOFError, KeyError, ValueError, OSError,
)  # fmt: skip


def open_archive(path: Path) -> zipfile.ZipFile:
    """The archive, with its sizes checked. Raises RefusedFile where it is damaged or a bomb."""
    try:
        archive = zipfile.ZipFile(path)
    except ZIP_ERRORS as error:
        raise RefusedFile(DAMAGED, repr(error)) from error
    entries = archive.infolist()
    if any(entry.flag_bits & 1 for entry in entries):
        archive.close()
        raise RefusedFile(LOCKED, "the archive is encrypted")
    total = sum(entry.file_size for entry in entries)
    if len(entries) > MAX_ENTRIES or total > MAX_TOTAL or any(map(_suspicious, entries)):
        archive.close()
        raise RefusedFile(_BOMB, f"{len(entries)} entries, {total} bytes unpacked")
    return archive


def _suspicious(entry: zipfile.ZipInfo) -> bool:
    if entry.file_size < RATIO_FROM:
        return False
    is_xml = entry.filename.lower().endswith((".xml", ".rels"))
    ratio = entry.file_size / max(entry.compress_size, 1)
    return ratio > MAX_RATIO or (is_xml and entry.file_size > MAX_XML)


def read_entry(archive: zipfile.ZipFile, name: str) -> bytes:
    """One entry's bytes; the size it states is not trusted. Raises RefusedFile."""
    try:
        with archive.open(name) as entry:
            content = entry.read(MAX_XML + 1)
    except ZIP_ERRORS as error:
        raise RefusedFile(DAMAGED, f"{name}: {error!r}") from error
    if len(content) > MAX_XML:
        raise RefusedFile(_BOMB, f"{name} unpacks to more than {MAX_XML} bytes")
    return content
