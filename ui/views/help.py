"""Help: what Bernard does, in the order in which people ask."""

import streamlit as st

from ui.parts.common import help_text

st.html(help_text.HTML)
