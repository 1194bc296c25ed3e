"""Files on their way in: where each is, and what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import streamlit as st
from markupsafe import Markup

from knowledge.documents.types import Job, JobState
from knowledge.language.wording import count
from knowledge.library import Library
from ui.identity import scope
from ui.parts.common.messages import problems_said, tell
from ui.parts.common.render import part
from ui.parts.common.text import clock


class Stage(NamedTuple):
    """A state in words, and how far along it is, in parts of one."""

    words: str
    share: float = 1.0
    good: bool = True


_STAGES = {
    JobState.WAITING: Stage("Waiting", 0.0),
    JobState.READING: Stage("Reading", 0.1),
    JobState.SPLITTING: Stage("Splitting into passages", 0.2),
    JobState.STAGING: Stage("Putting in force", 0.95),
    JobState.READY: Stage("Ready: waits for the others", 0.95),
    JobState.LOADED: Stage("Loaded"),
    JobState.UNCHANGED: Stage("Unchanged"),
    JobState.DUPLICATE: Stage("Duplicate"),
    JobState.REFUSED: Stage("Not loaded", good=False),
    JobState.FAILED: Stage("Not loaded", good=False),
    JobState.CANCELLED: Stage("Cancelled", good=False),
    JobState.ASKED: Stage("Waits for your word", good=False),
}
#: A finished batch of more files than this, all well, is folded to its one line.
SHORT = 10
#: What a curator may answer, and whether it replaces the document; None leaves the file out.
_ANSWERS = {"Next version": True, "A document of its own": False, "Leave it out": None}
_ALL = "All that are not loaded yet"


def stage(job: Job) -> Stage:
    """`Embedding 120 of 400 passages`; for an ended job its end in a word or two."""
    if job.state != JobState.EMBEDDING:
        return _STAGES[job.state]
    share = 0.2 + 0.7 * (job.done / job.total if job.total else 0)
    return Stage(f"Embedding {job.done:,} of {count(job.total, 'passage')}", share)


def worth_showing(jobs: Sequence[Job], newest: bool) -> bool:
    """Open: what is on its way in or asks something, and the newest batch where it is short or has
    a problem."""
    if any(not job.state.ended for job in jobs) or asked(jobs):
        return True
    return newest and (len(jobs) <= SHORT or not all(stage(job).good for job in jobs))


def asked(jobs: Sequence[Job]) -> list[Job]:
    """Those of which a curator must say which document they are a version of."""
    return [job for job in jobs if job.state is JobState.ASKED]


def heading(jobs: Sequence[Job]) -> str:
    """`5 files added 24 November 2026, 17:05: 1 not loaded`."""
    ended = sum(job.state.ended for job in jobs)
    said = f"{count(len(jobs), 'file')} added {clock(jobs[0].created_at)}"
    if ended < len(jobs):
        return f"{said}: {ended} of {len(jobs)} done"
    failed = sum(not stage(job).good for job in jobs)
    return f"{said}: " + (f"{failed} not loaded" if failed else "all done")


def batch_html(jobs: Sequence[Job], newest: bool) -> Markup:
    """The files that were added together."""
    return part(
        "library/jobs",
        "batch",
        jobs=jobs,
        heading=heading(jobs),
        folded=not worth_showing(jobs, newest),
        stage=stage,
    )


def draw_asked(library: Library, jobs: Sequence[Job]) -> None:
    """A row of answers for each file that is asked about; its question stands in the table."""
    for job in asked(jobs):
        said, *answers = st.columns([3, 1.4, 1.8, 1.2], vertical_alignment="center")
        said.html(Markup("<p><strong>{}</strong>: which is meant?</p>").format(job.source))
        for column, (words, replace) in zip(answers, _ANSWERS.items(), strict=True):
            if not column.button(words, key=f"{words}-{job.id}", width="stretch"):
                continue
            with problems_said():
                if replace is None:
                    library.cancel(scope(), job.id)
                    tell(f"Left out: {job.source}.")
                else:
                    library.answer(scope(), job.id, replace=replace)
                    tell(f"{job.source} is being loaded.")


def draw_cancelling(library: Library, jobs: Sequence[Job]) -> None:
    """For what is still on its way: one file of it, or all of them."""
    left = [job for job in jobs if not job.state.ended]
    if not left:
        return
    # What is chosen goes by names and numbers, never by places: a file that ends while
    # a person presses the button must not have another cancelled in its place.
    chosen: Sequence[Job] = left
    key = f"cancel-{left[0].id}"
    if len(left) > 1:
        key = f"cancel-{left[0].batch}"
        names = [_ALL, *dict.fromkeys(job.source for job in left)]
        hint = "Choose a file, or all"
        name = st.selectbox(
            "Cancel loading of", names, index=None, placeholder=hint, key=f"{key}-which"
        )
        chosen = [job for job in left if name in (_ALL, job.source)]
    if st.button("Cancel loading", key=key, disabled=not chosen) and chosen:
        cancelled = []
        for job in chosen:
            with problems_said():
                cancelled.append(library.cancel(scope(), job.id).source)
        if cancelled:
            said = cancelled[0] if len(cancelled) == 1 else count(len(cancelled), "file")
            tell(f"Cancelled: {said}.")
