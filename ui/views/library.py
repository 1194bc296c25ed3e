"""Library: what is in force, what is on its way in, and one document at a time."""

from __future__ import annotations

from itertools import groupby

import streamlit as st

from knowledge.documents.types import Job
from knowledge.errors import NotFound
from ui.identity import scope
from ui.parts.common.messages import draw_told, problem
from ui.parts.common.render import part
from ui.parts.common.text import whole_number
from ui.parts.library import (
    adding,
    conflicts,
    document_table,
    document_view,
    gaps,
    glossary,
    index_health,
    job_table,
    suggestions,
)
from ui.services import services

#: Seconds between looks at files on their way in.
LOOK_EVERY = 1.0
#: Earlier additions that stay listed; those that ask something always do.
BATCHES = 5

library = services().library


def batches() -> list[list[Job]]:
    groups = groupby(library.jobs(scope()), lambda job: job.batch)
    every = [list(group) for _, group in groups]
    return [one for n, one in enumerate(every) if n < BATCHES or job_table.asked(one)]


def loading(found: list[list[Job]]) -> bool:
    return any(not job.state.ended for batch in found for job in batch)


def draw_jobs() -> None:
    """Read from the catalogue every time: a reload or another browser shows the same."""
    current = batches()
    if st.session_state["was_loading"] and not loading(current):
        st.session_state["was_loading"] = False
        st.rerun()  # the rest of the page shows what has come into force
    for n, batch in enumerate(current):
        st.html(job_table.batch_html(batch, newest=n == 0))
        job_table.draw_asked(library, batch)
        job_table.draw_cancelling(library, batch)


def jobs_section() -> None:
    if not batches():
        return
    st.html("<h2>Added files</h2>")
    active = st.session_state["was_loading"]
    st.fragment(draw_jobs, run_every=LOOK_EVERY if active else None)()


@st.fragment
def documents_section() -> None:
    """Drawn by itself when it is searched or sorted."""
    collections = library.collections(scope())
    everything = "All collections"
    by_name = {collection.name: collection for collection in collections}
    st.html('<h2 id="documents">Documents</h2>')
    with st.container(key="filters"):
        one, two, three, four = st.columns([2, 1.4, 1.2, 1.6])
        words = one.text_input("Search titles")
        name = two.selectbox("Collection to show", [everything, *by_name])
        state = three.selectbox("State", list(document_table.STATES))
        sort = four.selectbox("Sort", list(document_table.SORTS))
    chosen = by_name.get(name)
    documents = library.documents(scope(), chosen.id if chosen else None)
    said = [f"{name}: {document_table.overview(documents)}"]
    if chosen and chosen.owner:
        said.append(f"owner: {chosen.owner}")
    elif not chosen:
        st.html(part("library/documents", "collections", all=collections))
    listed = document_table.chosen(documents, words, state, sort)
    st.html(document_table.document_table_html(listed, said))


def library_page() -> None:
    st.html("<h1>Library</h1>")
    collections = library.collections(scope())
    if collections:
        st.html(part("library/documents", "contents"))
    with st.expander("Add documents", expanded=not collections, key="add-documents"):
        adding.draw(library, collections)
    jobs_section()
    if collections:
        documents_section()
        if scope().curates:
            gaps.draw_table(services().gaps, scope())
            suggestions.draw(library)
            conflicts.draw(library)
            glossary.draw(library)
        in_force = (one.current for one in library.documents(scope()))
        index_health.draw(library, sum(one.passages for one in in_force if one))


with st.container(key="library-page"):
    draw_told()
    # Before anything is read: what comes into force while the page is drawn has it drawn again.
    st.session_state["was_loading"] = loading(batches())
    asked = whole_number(st.query_params.get("document"))
    if asked < 0:
        library_page()
    else:
        try:
            document_view.draw(library, library.document(scope(), asked))
            jobs_section()
        except NotFound as error:
            problem(error.message)
            library_page()
