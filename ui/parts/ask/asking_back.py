"""The question back: the conditions it turns on as buttons, each sent as the reader's next turn."""

from __future__ import annotations

import streamlit as st
from markupsafe import Markup

from assistant.answers.answer import Answer
from assistant.answers.parts import AskingBack
from assistant.answers.status import Status
from ui.parts.ask.blocked import Ask
from ui.parts.common.text import label


def asks_back(answer: Answer) -> bool:
    return answer.status is Status.CLARIFY and bool(answer.options)


def question(answer: Answer) -> str:
    return next((part.question for part in answer.parts if isinstance(part, AskingBack)), "")


def rule_at(answer: Answer) -> int:
    """Which claim the options are the conditions of; the first where none holds them all."""
    said = [" ".join(claim.text.split()) for claim in answer.claims]
    holding = (n for n, words in enumerate(said) if all(one in words for one in answer.options))
    return next(holding, 0)


def draw(exchange_id: int, answer: Answer, ask: Ask) -> None:
    """The options' own words, the rule's; and a way to say that none is so."""
    several = len(answer.options) > 1
    refusal, refused = ("None of these", "No, none of these.") if several else ("No", "No")
    with st.container(key=f"options-{exchange_id}", gap="small"):
        st.html(Markup('<h3 class="asked-back">{}</h3>').format(question(answer)))
        for n, option in enumerate(answer.options):
            st.button(label(option), key=f"option-{exchange_id}-{n}", on_click=ask, args=(option,))
        st.button(refusal, key=f"option-{exchange_id}-none", on_click=ask, args=(refused,))
        st.html('<p class="quiet">Or say in the box below how it is in your case.</p>')
