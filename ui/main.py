"""The entry of every page: the head, then the page."""

import streamlit as st

from ui.parts import header

page = st.navigation(
    [
        st.Page("pages/ask.py", title="Ask", default=True),
        st.Page("pages/library.py", title="Library"),
        st.Page("pages/help.py", title="Help"),
    ],
    position="hidden",
)
st.set_page_config(page_title=f"{page.title} – Bernard", layout="wide")
header.draw()
page.run()
