"""One question with its answer in the middle and its evidence beside it, under it when narrow."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st
from markupsafe import Markup
from streamlit.delta_generator import DeltaGenerator

from assistant.answers.answer import Answer
from assistant.record import Exchange, ExchangeState
from ui.identity import scope
from ui.parts.ask import answer, asking_back, copying, evidence
from ui.parts.ask.asking_back import asks_back
from ui.parts.ask.blocked import Ask
from ui.parts.ask.how_made import how_made_html
from ui.parts.common.text import clipped
from ui.parts.library import gaps
from ui.services import services

#: Characters of a question that are shown; the whole of it is kept.
QUESTION_SHOWN = 2_000


@dataclass(frozen=True, slots=True)
class Place:
    """Where an exchange is drawn."""

    middle: DeltaGenerator
    beside: DeltaGenerator
    stop: DeltaGenerator  # takes one element: the button, while there is something to stop
    words: DeltaGenerator  # takes one element: the answer as it grows, then as it is


def place(exchange: Exchange) -> Place:
    """The newest one's, with its question."""
    with st.container(key=f"exchange-{exchange.id}"):
        words = clipped(exchange.question, QUESTION_SHOWN)
        return columns(Markup('<h2 class="question">{}</h2>').format(words))


def columns(heading: str = "") -> Place:
    middle, beside = st.columns([1.9, 1], gap="medium")
    with middle:
        if heading:
            st.html(heading)
        return Place(middle, beside, st.empty(), st.empty())


def draw_in(where: Place, exchange: Exchange, ask: Ask | None = None) -> None:
    """One that is finished, stopped or being answered elsewhere. `ask` is what its buttons call
    with the words chosen; without it there are none."""
    where.stop.empty()
    if exchange.state == ExchangeState.STOPPED:
        where.words.html(answer.unfinished_html(exchange.partial, stopped=True))
        if exchange.answer is not None:
            where.middle.html(how_made_html(exchange.answer))
    elif exchange.answer is not None:
        _finished(where, exchange.id, exchange.answer, ask)
    else:
        where.words.html(
            answer.unfinished_html(exchange.partial, "Being answered in another window.")
        )


def _finished(where: Place, exchange_id: int, finished: Answer, ask: Ask | None) -> None:
    cards = evidence.cards(finished)
    if ask and asks_back(finished):
        above, below = answer.asking_html(exchange_id, finished, cards)
        where.words.html(above)
        with where.middle:
            asking_back.draw(exchange_id, finished, ask)
        where.middle.html(below)
    else:
        where.words.html(answer.finished_html(exchange_id, finished, cards))
    if cards:
        where.beside.html(evidence.evidence_html(exchange_id, cards))
    with where.middle:
        gaps.draw_telling(services().gaps, scope(), exchange_id, finished)
        st.html(how_made_html(finished))
        if finished.claims:
            with st.popover("Copy", key=f"copy-{exchange_id}"):
                st.code(copying.copy_text(finished), language=None, wrap_lines=True)
