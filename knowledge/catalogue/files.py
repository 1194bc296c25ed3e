"""Originals by content hash: written once, never changed."""

from __future__ import annotations

import errno
import hashlib
import os
import tempfile
from pathlib import Path

from knowledge.errors import BernardError


def content_hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


class Files:
    def __init__(self, directory: Path) -> None:
        self._directory = directory

    def path(self, digest: str) -> Path:
        return self._directory / digest[:2] / digest

    def keep(self, content: bytes) -> str:
        """Stores `content` and returns its digest; safe on disk when this returns."""
        digest = content_hash(content)
        target = self.path(digest)
        if target.exists():
            return digest
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=target.parent, delete=False) as file:
                scratch = Path(file.name)
                try:
                    file.write(content)
                    file.flush()
                    os.fsync(file.fileno())
                    scratch.replace(target)
                except OSError:
                    scratch.unlink(missing_ok=True)
                    raise
            _sync_directory(target.parent)
        except OSError as error:
            full = error.errno in (errno.ENOSPC, errno.EDQUOT)
            raise BernardError(
                "The disk is full, so the file was not kept. Free some space and add it again."
                if full
                else "The file could not be kept. Nothing was changed; add it again.",
                str(error),
            ) from error
        return digest


def _sync_directory(directory: Path) -> None:
    handle = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
