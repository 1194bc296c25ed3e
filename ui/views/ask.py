"""Ask: a question, its checked answer, the words it rests on."""

from __future__ import annotations

import streamlit as st
from markupsafe import Markup

from assistant.record import Conversation, Exchange, ExchangeState
from assistant.record.live import LiveAnswer
from knowledge.errors import BernardError, NotFound
from ui.identity import scope
from ui.parts.ask import answer, blocked, conversation_list, examples, exchange
from ui.parts.common.messages import draw_told, problem, tell
from ui.parts.common.text import label
from ui.services import services

#: Seconds between looks at files on their way in, while the page offers questions.
LOOK_EVERY = 2.0

bernard = services()

if "conversation" in st.query_params:
    # A link from this page to this page opens a conversation and leaves the browser's address as it
    # was, and the next press would go by that. Said again, the address follows.
    st.query_params["conversation"] = st.query_params["conversation"]

if earlier_run := st.session_state.pop("live", None):
    # Streamlit starts this run beside the one that it is ending (Stop, a new question): what that
    # one had is kept before anything is drawn.
    earlier_run.stop()


def ask(question: str, **how: object) -> None:
    """Saves the question before anything else; the run that follows answers it. `how`: options of
    the assistant's `ask`, for this question alone."""
    conversation = st.query_params.get("conversation") or None
    try:
        begun = bernard.conversations.begin(scope(), conversation, question)
    except BernardError as error:
        st.session_state["trouble"] = error.message
        return
    st.query_params["conversation"] = begun.conversation_id
    st.session_state["to_answer"] = begun.id
    st.session_state["how"] = how


def ask_typed() -> None:
    typed = st.session_state["typed"]
    if typed and typed.strip():
        ask(typed)


def opened() -> Conversation | None:
    conversation_id = st.query_params.get("conversation")
    if not conversation_id:
        return None
    try:
        return bernard.conversations.open(scope(), conversation_id)
    except NotFound as error:
        st.session_state["trouble"] = error.message
        return None


def messages() -> None:
    """At most one, always one element, so that what follows keeps its place and its focus."""
    if message := st.session_state.pop("trouble", None):
        problem(message)
    elif not draw_told():
        st.empty()


def answer_now(asked: Exchange, conversation: Conversation, where: exchange.Place) -> None:
    """Draws the answer as it grows. Leaving in any way (Stop, closed tab) keeps what there is."""
    with where.middle:
        st.button("Stop", key=f"stop-{asked.id}")
        drawn = st.empty()
    how = st.session_state.pop("how", {})
    events = bernard.assistant.ask(scope(), asked.question, conversation.history(), **how)
    live = LiveAnswer(bernard.conversations, scope(), asked, events)
    st.session_state["live"] = live
    try:
        for progress in live.updates():
            # Writing to the session is where Streamlit ends this run when Stop is pressed.
            st.session_state["heard"] = len(progress.text)
            drawn.html(answer.unfinished_html(progress.text, progress.sentence))
    finally:
        live.stop()
    st.session_state["announce"] = asked.id
    st.rerun()


def draw_conversation(conversation: Conversation, answering: bool) -> exchange.Place | None:
    """The exchanges; where the newest is to be answered now, its place is returned."""
    *earlier, newest = conversation.exchanges
    for each in earlier:
        exchange.draw_earlier(each)
    if answering:
        return exchange.place(newest)
    exchange.draw(newest, ask)
    blocked.draw(newest, bernard.assistant.policy, ask)
    if st.session_state.pop("announce", None) == newest.id and newest.answer:
        said = answer.announcement(newest.answer)
        st.html(Markup('<p class="hidden" role="alert">{}</p>').format(said))
    return None


def draw_covered(loading: int) -> None:
    """`loading`: files on their way when the page was drawn; with the last it is drawn anew."""
    left = bernard.library.being_loaded(scope()).files
    if loading and not left:
        st.rerun()
    welcome = Markup(
        '<div class="welcome"><h1>Ask about the department\'s policies</h1><p>{}</p></div>'
    )
    st.html(welcome.format(examples.covered(bernard.library.collections(scope()), left)))


def draw_welcome() -> None:
    loading = bernard.library.being_loaded(scope()).files
    st.fragment(draw_covered, run_every=LOOK_EVERY if loading else None)(loading)
    if not bernard.library.document_count(scope()):
        with st.container(key="add-first"):
            st.page_link("views/library.py", label="Add documents")
        return
    with st.container(key="examples", gap="small"):
        st.html("<h2>For example</h2>")
        for n, question in enumerate(examples.questions(bernard.library.documents(scope()))):
            st.button(label(question), key=f"example-{n}", on_click=ask, args=(question,))


@st.dialog("Delete this conversation?")
def confirm_delete(conversation: Conversation) -> None:
    removed = Markup(
        "<p>“{}” and its answers will be removed for good. The documents stay as they are.</p>"
    )
    st.html(removed.format(conversation.title))
    if st.button("Delete for good", type="primary"):
        bernard.conversations.delete(scope(), conversation.id)
        st.query_params.clear()
        tell("The conversation was deleted.")
    if st.button("Keep it"):
        st.rerun()


def page() -> None:
    conversation = opened()
    newest = conversation.exchanges[-1] if conversation else None
    answering = (
        newest is not None
        and st.session_state.pop("to_answer", None) == newest.id
        and newest.state == ExchangeState.ANSWERING
    )
    messages()
    body = st.container()
    with st.container(key="ask-box"):
        asked_before = conversation is not None
        invitation = "Ask a follow-up" if asked_before else "Ask about the department's policies"
        st.chat_input(invitation, key="typed", on_submit=ask_typed)
    with st.container(key="below-box"):
        if conversation is None:
            st.html(Markup('<p class="quiet">{}</p>').format(examples.leaves(bernard)))
        elif st.button("Delete this conversation", type="tertiary"):
            confirm_delete(conversation)
    with body:
        if conversation is None or newest is None:
            draw_welcome()
            return
        where = draw_conversation(conversation, answering)
    if where:
        answer_now(newest, conversation, where)


with st.container(key="ask-page"):
    left, main = st.columns([1, 4], gap="medium")
    with left:
        summaries = bernard.conversations.list(scope())
        conversation_list.draw(summaries, st.query_params.get("conversation"))
    with main:
        page()
