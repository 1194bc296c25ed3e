"""Files to blocks. Each file is read in a process of its own, with limits on time and memory."""

from __future__ import annotations

from pathlib import Path

from knowledge.documents.blocks import Reading
from knowledge.readers.formats import FORMATS, supported

__all__ = ["FORMATS", "read_file", "supported"]


def read_file(
    path: Path, file_name: str, *, timeout: float = 60.0, memory_mb: int = 1024
) -> Reading:
    """Reads the file at `path`, which its owner calls `file_name`.

    `timeout` is in seconds of wall-clock time; `memory_mb` bounds the reader's address space where
    the platform can. Safe to call from threads. Raises RefusedFile with a curator's sentence.
    """
    from knowledge.readers.sandbox.isolation import read_isolated

    return read_isolated(path, file_name, timeout=timeout, memory_mb=memory_mb)
