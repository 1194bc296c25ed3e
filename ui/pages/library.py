import streamlit as st
st.html("<h1>Library</h1>")
