"""The entry of every page: the head, then the page.

The pages are not in a folder named `pages`: Streamlit would run a file there by itself, without
this entry, when its address is the first that a browser opens.
"""

import streamlit as st

from ui.parts.common import header

page = st.navigation(
    [
        st.Page("views/ask.py", title="Ask", default=True),
        st.Page("views/library.py", title="Library"),
        st.Page("views/help.py", title="Help"),
    ],
    position="hidden",
)
st.set_page_config(page_title=f"{page.title} – Bernard", layout="wide")
header.draw(page.title, page.url_path)
page.run()
