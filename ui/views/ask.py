"""Ask: a question, its checked answer, the words it rests on."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st
from markupsafe import Markup

from assistant.record import Exchange, ExchangeState, Talk
from assistant.record.live import LiveAnswer
from knowledge.errors import BernardError, NotFound
from ui.identity import scope
from ui.parts.ask import answer, blocked, conversation_list, earlier, examples, exchange
from ui.parts.common.messages import draw_told, problem, tell
from ui.parts.common.runs import something_pressed
from ui.parts.common.text import label
from ui.services import services

#: Seconds between looks at files on their way in, while the page offers questions.
LOOK_EVERY = 2.0

bernard = services()

if "conversation" in st.query_params:
    # A link from this page to this page opens a conversation and leaves the browser's address as it
    # was, and the next press would go by that. Said again, the address follows.
    st.query_params["conversation"] = st.query_params["conversation"]


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
    if conversation is None:
        st.session_state["beside_is_new"] = True
        st.rerun([conversation_list.begin(begun.conversation_id), "talk"])


def ask_typed() -> None:
    typed = st.session_state["typed"]
    if typed and typed.strip():
        ask(typed)


def opened() -> Talk | None:
    conversation_id = st.query_params.get("conversation")
    if not conversation_id:
        return None
    try:
        return bernard.conversations.talk(scope(), conversation_id)
    except NotFound as error:
        st.session_state["trouble"] = error.message
        return None


def messages() -> None:
    """At most one, always one element, so that what follows keeps its place and its focus."""
    if message := st.session_state.pop("trouble", None):
        problem(message)
    elif not draw_told():
        st.empty()


def answer_now(talk: Talk, where: exchange.Place) -> Exchange | None:
    """Draws the answer as it grows and returns it finished; None where it is ended before (Stop, a
    new question). Leaving in any way (closed tab) keeps what there is."""
    asked = talk.newest
    where.stop.button("Stop", key=f"stop-{asked.id}")
    how = st.session_state.pop("how", {})
    events = bernard.assistant.ask(scope(), asked.question, talk.history, **how)
    live = LiveAnswer(bernard.conversations, scope(), asked, events)
    st.session_state["live"] = live
    drawn = None
    try:
        for progress in live.updates():
            if progress.answer is not None:
                return replace(asked, state=ExchangeState.FINISHED, answer=progress.answer)
            if something_pressed():
                return None
            # Writing to the session is where Streamlit ends a run whose page is left.
            st.session_state["heard"] = len(progress.text)
            if progress != drawn:
                where.words.html(answer.unfinished_html(progress.text, progress.sentence))
                drawn = progress
    finally:
        live.stop()
    return None


def draw_newest(newest: Exchange, where: exchange.Place) -> None:
    exchange.draw_in(where, newest, ask)
    blocked.draw(newest, bernard.assistant.policy, ask)


def announce(finished: Exchange) -> None:
    if finished.answer:
        said = answer.announcement(finished.answer)
        st.html(Markup('<p class="hidden" role="alert">{}</p>').format(said))


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
def confirm_delete(conversation: Talk) -> None:
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


def beside_is_old(asked_in: Talk) -> bool:
    """Whether a question in this conversation changes the list of conversations: it is called
    otherwise now, or comes to the top. The whole page is drawn then, once."""
    called = asked_in.id, asked_in.title
    drawn = st.session_state.pop("beside_is_new", False)
    old = not drawn and st.session_state.get("asked_in") != called
    if not old:
        st.session_state["asked_in"] = called
    return old


@st.fragment(key="talk")
def draw_talk() -> None:
    """The open conversation and the box. Drawn by itself at a question: what stands around it stays
    as it is, but for the line of a conversation that is new."""
    if earlier_run := st.session_state.pop("live", None):
        # Streamlit may start a run beside the one that it is ending (a link, a new question): what
        # that one had is kept before anything is drawn.
        earlier_run.stop()
    talk = opened()
    answering = (
        talk is not None
        and st.session_state.get("to_answer") == talk.newest.id
        and talk.newest.state == ExchangeState.ANSWERING
    )
    if answering and talk and beside_is_old(talk):
        st.rerun()
    st.session_state.pop("to_answer", None)
    messages()
    body = st.container()
    with st.container(key="ask-box"):
        invitation = "Ask a follow-up" if talk else "Ask about the department's policies"
        st.chat_input(invitation, key="typed", on_submit=ask_typed)
    with st.container(key="below-box"):
        if talk is None:
            st.html(Markup('<p class="quiet">{}</p>').format(examples.leaves(bernard)))
        elif st.button("Delete this conversation", type="tertiary"):
            confirm_delete(talk)
    with body:
        if talk is None:
            draw_welcome()
            return
        earlier.draw(talk)
        where = exchange.place(talk.newest)
        if not answering:
            draw_newest(talk.newest, where)
            return
    finished = answer_now(talk, where)
    if finished is not None:
        with body:
            draw_newest(finished, where)
            announce(finished)


with st.container(key="ask-page"):
    left, main = st.columns([1, 4], gap="medium")
    with left:
        conversation_list.draw(bernard.conversations, st.query_params.get("conversation"))
    st.session_state["beside_is_new"] = True
    with main:
        draw_talk()
    st.session_state["beside_is_new"] = False
