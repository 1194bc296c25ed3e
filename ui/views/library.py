"""Library: what is in force, what is on its way in, and one document at a time."""

from __future__ import annotations

from itertools import groupby

import streamlit as st

from knowledge.documents.types import Job
from knowledge.errors import NotFound
from ui.identity import scope
from ui.parts.common import trouble
from ui.parts.common.text import html
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
from ui.parts.library.states import collections_html, overview
from ui.services import services

#: Seconds between looks at files on their way in.
LOOK_EVERY = 1.0
#: Earlier additions that stay listed.
BATCHES = 5
#: The way past a long table of documents.
CONTENTS = """<nav class="contents" aria-label="On this page"><ul>
<li><a href="#documents">Documents</a></li>
<li><a href="#gaps">Questions not answered</a></li>
<li><a href="#dates-and-owners">Dates and owners</a></li>
<li><a href="#conflicts">Conflicts</a></li>
<li><a href="#glossary">Glossary</a></li>
<li><a href="#search-index">Search index</a></li>
</ul></nav>"""

library = services().library


def batches() -> list[list[Job]]:
    jobs = library.jobs(scope())
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
        state = three.selectbox("State", document_table.STATES)
        sort = four.selectbox("Sort", document_table.SORTS)
    chosen = by_name.get(name)
    documents = library.documents(scope(), chosen.id if chosen else None)
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


def library_page() -> None:
    st.html("<h1>Library</h1>")
    collections = library.collections(scope())
    if collections:
        st.html(CONTENTS)
    with st.expander("Add documents", expanded=not collections, key="add-documents"):
        adding.draw(library, collections)
    jobs_section()
    if collections:
        documents_section()
        gaps.draw_table(services().gaps, scope())
        suggestions.draw(library)
        conflicts.draw(library)
        glossary.draw(library)
        in_force = (one.current for one in library.documents(scope()))
        index_health.draw(library, sum(one.passages for one in in_force if one))


with st.container(key="library-page"):
    if message := st.session_state.pop("done", None):
        st.html(f'<p class="done" role="alert">{html(message)}</p>')
    asked = st.query_params.get("document", "")
    if asked.isascii() and asked.isdigit() and len(asked) < 16:
        try:
            document_view.draw(library, library.document(scope(), int(asked)))
            jobs_section()
        except NotFound as error:
            trouble.sentence(error.message)
            library_page()
    else:
        library_page()
