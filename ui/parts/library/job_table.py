"""Files on their way in: where each is, and what became of it."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.documents.types import Job, JobState
from ui.parts.common.text import clock, count, html
from ui.parts.library.states import outcome, progress

_GOOD = {JobState.LOADED, JobState.UNCHANGED, JobState.DUPLICATE}
#: How far along a job is where its state has no count of its own, in parts of one.
_SHARE = {
    JobState.WAITING: 0.0,
    JobState.READING: 0.1,
    JobState.SPLITTING: 0.2,
    JobState.STAGING: 0.95,
    JobState.READY: 0.95,
}


#: A finished batch of more files than this, all well, is folded to its one line.
SHORT = 10


def worth_showing(jobs: Sequence[Job], newest: bool) -> bool:
    """Open: what is on its way in, and the newest batch where it is short or has a problem."""
    if any(not job.state.ended for job in jobs):
        return True
    return newest and (len(jobs) <= SHORT or any(job.state not in _GOOD for job in jobs))


def heading(jobs: Sequence[Job]) -> str:
    """`5 files added 24 November 2026, 17:05: 4 in force, 1 not loaded`."""
    ended = [job for job in jobs if job.state.ended]
    said = f"{count(len(jobs), 'file')} added {clock(jobs[0].created_at)}"
    if len(ended) < len(jobs):
        return f"{said}: {len(ended)} of {len(jobs)} done"
    failed = sum(job.state not in _GOOD for job in jobs)
    return f"{said}: " + (f"{failed} not loaded" if failed else "all done")


def job_table_html(jobs: Sequence[Job]) -> str:
    rows = "".join(_row(job) for job in jobs)
    return (
        '<table class="jobs stack"><thead><tr><th scope="col">File</th>'
        '<th scope="col">Collection</th><th scope="col">State</th>'
        f'<th scope="col">Outcome</th></tr></thead><tbody>{rows}</tbody></table>'
    )


def _row(job: Job) -> str:
    words = html(progress(job))
    if job.state.ended:
        kind = "good" if job.state in _GOOD else "bad"
        state = f'<span class="state {kind}">{words}</span>'
    else:
        share = _SHARE.get(job.state)
        if share is None:
            share = 0.2 + 0.7 * (job.done / job.total if job.total else 0)
        state = f'{words}<br><progress value="{share:.2f}" max="1" aria-label="{words}"></progress>'
    name = html(job.source)
    if job.document_id and job.state in _GOOD:
        name = f'<a href="/library?document={job.document_id}" target="_self">{name}</a>'
    return (
        f'<tr><td>{name}</td><td data-name="Collection">{html(job.collection)}</td>'
        f"<td>{state}</td><td>{html(outcome(job))}</td></tr>"
    )
