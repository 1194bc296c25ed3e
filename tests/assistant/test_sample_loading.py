"""While the sample library is on its way in, no superseded policy passes for what is in force."""

from __future__ import annotations

from pathlib import Path

from assistant.sample.load import add_sample
from knowledge.catalogue import queue
from tests.knowledge.doubles import TestLibrary, WordVectors
from tests.people import BY, HERE


def test_the_superseded_leave_policy_is_never_in_force_alone(home: Path) -> None:
    with TestLibrary.open(home) as library:
        library.double = WordVectors()
        add_sample(library)
        loader, seen = library.loader(BY), set()
        while True:
            with library._database.write() as session:
                job = queue.take(BY, session, set())
            if job is None:
                break
            loader.run(job.id)
            seen.add(
                tuple(
                    one.title
                    for one in library.documents(HERE)
                    if one.current and "Annual Leave" in one.title
                )
            )
        assert seen == {(), ("Annual Leave Policy 2026",)}
