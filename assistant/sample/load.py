"""`python -m assistant.sample.load`: puts the sample library into a home that has no documents."""

from __future__ import annotations

import os
import sys
import time

from assistant.sample import documents_dir, manifest
from knowledge.access import on_this_machine
from knowledge.library import Details, Library, NewFile
from knowledge.runtime.processes import follow_parent

_BATCH = "sample"


def main() -> int:
    follow_parent(lambda: os._exit(1))
    with Library.open() as library:
        if not library.jobs(on_this_machine(), limit=1):
            add_sample(library)
        elif not library.jobs(on_this_machine(), _BATCH, limit=1):
            return 0  # a library of its owner's own
        return _follow(library)


def add_sample(library: Library) -> None:
    """Queues every document, an older version before the one that replaces it; they come into force
    together, so that no question is answered from what another of them replaces."""
    entries = manifest()
    newest = {entry.supersedes: entry.path for entry in entries if entry.supersedes}
    new = [
        NewFile(
            (documents_dir() / entry.path).read_bytes(),
            entry.path.rsplit("/", 1)[-1],
            entry.collection,
            Details(entry.title, entry.owner, entry.effective_from, entry.review_by),
            newest.get(entry.path, entry.path),
        )
        for entry in entries
    ]
    library.add_together(on_this_machine(), new, _BATCH)


def _follow(library: Library) -> int:
    """Waits for the worker; says how far it is where a person may see it."""
    told = -1
    while True:
        jobs = library.jobs(on_this_machine(), _BATCH, limit=1000)
        ended = sum(job.state.ended for job in jobs)
        if sys.stderr.isatty() and ended != told:
            print(f"\rLoading the sample library: {ended} of {len(jobs)}", end="", file=sys.stderr)  # noqa: T201
            told = ended
        if ended == len(jobs):
            if sys.stderr.isatty():
                print(file=sys.stderr)  # noqa: T201
            return 0
        time.sleep(0.2)


if __name__ == "__main__":
    sys.exit(main())
