"""Files to blocks. Each file is read in a process of its own, with limits on time and memory."""

from __future__ import annotations

from knowledge.readers.formats import FORMATS, supported
from knowledge.readers.sandbox.isolation import read_file

__all__ = ["FORMATS", "read_file", "supported"]
