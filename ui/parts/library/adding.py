"""Adding documents: many files at once, what is known of each, into a collection."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING
from uuid import uuid4

import streamlit as st

from knowledge.documents.types import Collection, Document
from knowledge.language.wording import count, day
from knowledge.library import Details, Library
from knowledge.loading.guess import Guess, guess
from ui.identity import scope
from ui.parts.common.messages import problem, tell
from ui.parts.common.render import part
from ui.parts.common.text import DATES, label

if TYPE_CHECKING:
    from streamlit.runtime.uploaded_file_manager import UploadedFile

NEW = "A new collection"
#: Files whose details can be corrected one by one; more take what the files say of themselves.
DETAILED = 30


def draw(library: Library, collections: Sequence[Collection]) -> None:
    """The form; starting it queues every file and shows their progress."""
    turn = st.session_state.setdefault("adding_turn", 0)  # a new key empties the uploader
    files = st.file_uploader(
        "Files: Word, OpenDocument, PDF, web page, Markdown or text",
        accept_multiple_files=True,
        key=f"files-{turn}",
    )
    collection, owner = _collection(collections)
    if not files:
        return
    there = [one for one in library.documents(scope()) if one.collection == collection]
    details = [
        _details(library, n, file, there) if n < DETAILED else Details()
        for n, file in enumerate(files)
    ]
    if not st.button(f"Add {count(len(files), 'file')}", type="primary"):
        return
    if not collection.strip():
        problem("The new collection has no name yet. Give it one, then add the files.")
        return
    if owner:
        library.create_collection(scope(), collection, owner)
    batch = uuid4().hex
    for file, known in zip(files, details, strict=True):
        library.add(scope(), file.getvalue(), file.name, collection, known, batch=batch)
    st.session_state["adding_turn"] = turn + 1
    tell(
        f"{count(len(files), 'file is', 'files are')} safe and being loaded. "
        "You can close this page; loading goes on."
    )


def _collection(collections: Sequence[Collection]) -> tuple[str, str]:
    names = [collection.name for collection in collections]
    choice = st.selectbox("Collection", [*names, NEW])
    if choice != NEW:
        return choice, ""
    name = st.text_input("Name of the new collection", placeholder="HR Policy")
    owner = st.text_input("Owner of the new collection", placeholder="HR Policy Team")
    return name, owner


def _details(library: Library, n: int, file: UploadedFile, there: Sequence[Document]) -> Details:
    """`there`: the documents of the collection."""
    same = next((one for one in there if one.source == file.name), None)
    guessed = _guess(file)
    if there and not (same or guessed.replaces):
        guessed = replace(guessed, replaces=_predecessor(library, file, guessed, there))
    said = summary(guessed)
    with st.expander(label(f"{file.name}: {said}" if said else file.name)):
        st.html(part("library/adding", "above", same=same))
        key = f"{st.session_state['adding_turn']}-{n}"
        title = st.text_input("Title", value=guessed.title, key=f"title-{key}")
        owner = st.text_input("Owner", value=guessed.owner, key=f"owner-{key}")
        since = st.date_input("In force from", guessed.effective_from, **DATES, key=f"since-{key}")
        if isinstance(since, date) and since > date.today():
            st.html(part("library/adding", "later", since=since))
        review = st.date_input("Review by", guessed.review_by, **DATES, key=f"review-{key}")
        if guessed.replaces:
            st.html(part("library/adding", "replaces", title=guessed.replaces))
        replaced = st.selectbox(
            "Replaces",
            there,
            index=None,
            format_func=lambda one: one.title,
            placeholder="Nothing: a document of its own",
            key=f"replaces-{key}",
        )
    return Details(title, owner, since, review, replaced.id if replaced else None)


def _guess(file: UploadedFile) -> Guess:
    """Once a file, however often the form is drawn."""
    known: dict[str, Guess] = st.session_state.setdefault("guesses", {})
    if file.file_id not in known:
        with st.spinner("Reading what the files say of themselves."):
            known[file.file_id] = guess(file.getvalue(), file.name)
    return known[file.file_id]


def _predecessor(
    library: Library, file: UploadedFile, guessed: Guess, there: Sequence[Document]
) -> str:
    """Once a file and collection."""
    known: dict[tuple[str, int], str] = st.session_state.setdefault("predecessors", {})
    key = file.file_id, there[0].collection_id
    if key not in known:
        known[key] = library.predecessor(scope(), key[1], guessed.title, guessed.text)
    return known[key]


def summary(guessed: Guess) -> str:
    """`in force from 1 April 2025, review by 1 April 2027, owner HR Team`."""
    facts = [
        f"in force from {day(guessed.effective_from)}" if guessed.effective_from else "",
        f"review by {day(guessed.review_by)}" if guessed.review_by else "",
        f"owner {guessed.owner}" if guessed.owner else "",
        f"replaces {guessed.replaces}?" if guessed.replaces else "",
    ]
    return ", ".join(fact for fact in facts if fact)
