"""Library: what is in force, what is on its way in, and one document at a time."""

from __future__ import annotations

from itertools import groupby

import streamlit as st

from knowledge.errors import BernardError, NotFound
from knowledge.types import Job
from ui.parts import (
    adding,
    conflicts,
    document_table,
    document_view,
    gaps,
    glossary,
    job_table,
    suggestions,
    trouble,
)
from ui.parts.states import collections_html, overview
from ui.parts.text import html
from ui.services import reader, services

#: Seconds between looks at files on their way in.
LOOK_EVERY = 1.0
#: Earlier additions that stay listed.
BATCHES = 5

library = services().library


def batches() -> list[list[Job]]:
    jobs = library.jobs(reader())
    return [list(group) for _, group in groupby(jobs, lambda job: job.batch)][:BATCHES]


def loading() -> bool:
    return any(not job.state.ended for batch in batches() for job in batch)


def draw_jobs() -> None:
    """Read from the catalogue every time: a reload or another browser shows the same."""
    current = batches()
    if st.session_state.get("was_loading") and not loading():
        st.session_state["was_loading"] = False
        st.rerun()  # the rest of the page shows what has come into force
    for n, batch in enumerate(current):
        table = job_table.job_table_html(batch)
        if job_table.worth_showing(batch, newest=n == 0):
            st.html(f"<h3>{html(job_table.heading(batch))}</h3>{table}")
        else:
            st.html(
                f'<details class="how"><summary>{html(job_table.heading(batch))}</summary>'
                f"{table}</details>"
            )


def jobs_section() -> None:
    if not batches():
        return
    st.html("<h2>Added files</h2>")
    active = loading()
    st.session_state["was_loading"] = active
    st.fragment(draw_jobs, run_every=LOOK_EVERY if active else None)()


def documents_section() -> None:
    collections = library.collections(reader())
    everything = "All collections"
    by_name = {collection.name: collection for collection in collections}
    st.html("<h2>Documents</h2>")
    with st.container(key="filters"):
        one, two, three, four = st.columns([2, 1.4, 1.2, 1.6])
        words = one.text_input("Search titles")
        name = two.selectbox("Collection to show", [everything, *by_name])
        state = three.selectbox("State", document_table.STATES)
        sort = four.selectbox("Sort", document_table.SORTS)
    chosen = by_name.get(name)
    documents = library.documents(reader(), chosen.id if chosen else None)
    said = [f"{name}: {overview(documents)}"]
    if chosen and chosen.owner:
        said.append(f"owner: {chosen.owner}")
    elif not chosen:
        st.html(collections_html(collections))
    listed = document_table.chosen(documents, words, state, sort)
    st.html(
        f'<p class="overview">{html(" · ".join(said))}</p>'
        f"{document_table.document_table_html(listed)}"
    )


def health_section() -> None:
    st.html("<h2>Search index</h2>")
    try:
        health = library.index_health()
    except BernardError as error:
        trouble.sentence(error.message)
        return
    problems = "".join(f"<li>{html(problem)}</li>" for problem in health.problems)
    kind = "health-good" if health.ok else "health-bad"
    st.html(f'<div class="{kind}"><p>{html(health.sentence)}</p><ul>{problems}</ul></div>')
    if st.button("Rebuild the search index"):
        with st.spinner("Rebuilding beside the old index. Questions can be asked meanwhile."):
            rebuilt = library.rebuild_index()
        st.session_state["done"] = rebuilt.sentence
        st.rerun()


def library_page() -> None:
    st.html("<h1>Library</h1>")
    documents_exist = bool(library.collections(reader()))
    with st.expander("Add documents", expanded=not documents_exist, key="add-documents"):
        adding.draw(library, library.collections(reader()))
    jobs_section()
    if documents_exist:
        documents_section()
        gaps.draw_table(services().gaps, reader())
        suggestions.draw(library)
        conflicts.draw(library)
        glossary.draw(library)
        health_section()


with st.container(key="library-page"):
    if message := st.session_state.pop("done", None):
        st.html(f'<p class="done" role="alert">{html(message)}</p>')
    asked = st.query_params.get("document", "")
    if asked.isascii() and asked.isdigit() and len(asked) < 16:
        try:
            document_view.draw(library, library.document(reader(), int(asked)))
            jobs_section()
        except NotFound as error:
            trouble.sentence(error.message)
            library_page()
    else:
        library_page()
