"""The search index: one sentence on how it is, and the button that builds it anew."""

from __future__ import annotations

from datetime import datetime

import streamlit as st

from knowledge.library import Health, Library
from ui.identity import scope
from ui.parts.common.messages import problems_said, tell
from ui.parts.common.render import render

#: Seconds for which the index is not looked at again: as often as the worker looks and mends.
#: A look reads the number of every passage.
LOOK_EVERY = 60


def draw(library: Library, passages: int) -> None:
    """`passages` in force, as the page knows them: the index is looked at anew when they change."""
    st.html('<h2 id="search-index">Search index</h2>')
    with problems_said():
        health, at = _looked(library, str(library.home.path), passages)
        if not health.ok:
            _looked.clear()  # what is wrong may be mended at any moment
        st.html(render("library/index_health", health=health, at=at))
        if st.button("Rebuild the search index"):
            with st.spinner("Rebuilding beside the old index. Questions can be asked meanwhile."):
                rebuilt = library.rebuild_index(scope())
            _looked.clear()
            tell(rebuilt.sentence)


@st.cache_data(ttl=LOOK_EVERY, show_spinner=False)
def _looked(_library: Library, home: str, passages: int) -> tuple[Health, datetime]:
    """Nothing of it is any reader's own. `home` and `passages` are only what it is kept by."""
    return _library.index_health(scope()), datetime.now().astimezone()
