"""Help: what Bernard does, in the order in which people ask."""

import streamlit as st

from ui.parts.common.render import render

st.html(render("help"))
