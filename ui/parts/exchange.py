"""One question with its answer in the middle and its evidence beside it, or under it when narrow."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from assistant.answers import Answer
from assistant.record import Exchange, ExchangeState
from ui.parts import answer, copying, evidence
from ui.parts.how_made import how_made_html
from ui.parts.text import clipped, html

#: Characters of a question that are shown; the whole of it is kept.
QUESTION_SHOWN = 2_000


@dataclass(frozen=True, slots=True)
class Place:
    """Where an exchange is drawn."""

    middle: DeltaGenerator
    beside: DeltaGenerator


def place(exchange: Exchange) -> Place:
    with st.container(key=f"exchange-{exchange.id}"):
        middle, beside = st.columns([1.9, 1], gap="medium")
    words = html(clipped(exchange.question, QUESTION_SHOWN))
    middle.html(f'<h2 class="question" id="question-{exchange.ordinal}">{words}</h2>')
    return Place(middle, beside)


def draw(exchange: Exchange, newest: bool) -> None:
    """A finished, stopped or foreign exchange. Only the newest keeps its evidence open."""
    where = place(exchange)
    if exchange.answer is not None:
        _finished(where, exchange.id, exchange.answer, newest)
    elif exchange.state == ExchangeState.STOPPED:
        where.middle.html(answer.stopped_html(exchange.partial))
    else:
        where.middle.html(
            answer.unfinished_html(exchange.partial, "Being answered in another window.")
        )


def _finished(where: Place, exchange_id: int, finished: Answer, newest: bool) -> None:
    cards = evidence.cards(finished)
    where.middle.html(answer.finished_html(exchange_id, finished, cards))
    shown = evidence.evidence_html(exchange_id, cards)
    if newest and shown:
        where.beside.html(shown)
    elif shown:
        where.middle.html(
            f'<details class="earlier"><summary>Evidence ({len(cards)})</summary>{shown}</details>'
        )
    with where.middle:
        st.html(how_made_html(finished))
        if finished.claims:
            with st.popover("Copy", key=f"copy-{exchange_id}"):
                st.code(copying.copy_text(finished), language=None, wrap_lines=True)
