"""Asks an evaluation's questions with the code of the chat; gives what `questions.jsonl` holds."""

from __future__ import annotations

import time
from functools import cache, partial
from typing import Any

from assistant.answering.assistant import Assistant
from assistant.answering.evidence.find import find_each
from assistant.answering.question.follow_up import read
from assistant.answering.question.understand import understand
from assistant.answers.answer import Answer, Turn
from assistant.answers.events import Finished
from assistant.answers.json import answer_json, passages_json
from assistant.models import Models
from assistant.prompts import load_prompt
from knowledge.access import on_this_machine
from knowledge.documents.types import Found
from knowledge.library import Library, SearchQuery
from tests.lab.evaluation.questions import LabelledQuestion
from tests.lab.evaluation.stock import Stock

#: The figures look at so many documents; the chat's own search may stop at fewer.
RANKED = 10
#: Passages looked through for them.
DEEPER = 200


class Asker:
    """One way of asking. `mode`: embedded | model; None takes the model where one is set up."""

    def __init__(
        self, library: Library, stock: Stock, mode: str | None, retrieval_only: bool
    ) -> None:
        self._models = None if mode == "embedded" else Models.from_environment()
        self._library = library
        self._stock = stock
        self._assistant = Assistant(library, models=self._models)
        self._retrieval_only = retrieval_only
        self._asked_mode = mode
        self._text = cache(self._version_text)
        self.mode = "model" if self._models or mode == "model" else "embedded"
        self.model = self._models.main.name if self._models else ""
        library.warm()

    @property
    def settings_key(self) -> str:
        """Everything but code and documents that an answer depends on."""
        parts = [self.mode, str(self._retrieval_only)]
        if self._models:
            parts += [
                self._models.main.name,
                self._models.main.provider.base_url,
                str(self._models.settings.model_temperature),
                str(self._models.settings.source_tokens),
                str(self._models.settings.context_tokens),
                load_prompt("answer").version,
                load_prompt("rewrite").version,
            ]
        return "\0".join(parts)

    def ask(self, question: LabelledQuestion) -> dict[str, Any]:
        """The record of one question, without its id."""
        if self._retrieval_only:
            return self._search(question)
        return self.answered(question.text, question.history)[1]

    def answered(self, question: str, history: tuple[Turn, ...]) -> tuple[Answer, dict[str, Any]]:
        """The answer, and its record."""
        asked = self._assistant.ask(on_this_machine(), question, history, mode=self._asked_mode)
        [answer] = [event.answer for event in asked if isinstance(event, Finished)]
        record = answer_json(answer)
        query = understand(question, history, None)[0]
        if query.text != answer.query:
            query = SearchQuery(answer.query)
        return answer, self._named(record, answer.found, query)

    def _search(self, question: LabelledQuestion) -> dict[str, Any]:
        began = time.perf_counter()
        query = understand(question.text, question.history, self._models)[0]
        understood = time.perf_counter()
        query, found = read(
            query, partial(find_each, library=self._library, scope=on_this_machine())
        )
        ended = time.perf_counter()
        record: dict[str, Any] = {
            "query": query.text,
            "status": None,
            "answer": "",
            "claims": [],
            "passages": passages_json(found),
            "time_ms": {
                "understand": round(1000 * (understood - began), 2),
                "search": round(1000 * (ended - understood), 2),
            },
        }
        return self._named(record, found, query)

    def _named(
        self, record: dict[str, Any], found: tuple[Found, ...], query: SearchQuery
    ) -> dict[str, Any]:
        """With documents by the names of the questions, and enough of them ranked."""
        sources = [item.passage.source for item in found]
        if found and len(set(sources)) < RANKED:
            deeper = self._library.search(query, on_this_machine(), DEEPER)
            sources += [item.passage.source for item in deeper]
        record["ranked_documents"] = self._stock.ranked(sources)
        for passage in record["passages"]:
            passage["document"] = self._stock.name(passage["document"])
        for claim in record["claims"]:
            for citation in claim["citations"]:
                citation["exact"] = self._is_exact(citation)
                citation["document"] = self._stock.name(citation["document"])
        return record

    def _is_exact(self, citation: dict[str, Any]) -> bool:
        """Whether the quote is those very characters of the version's text."""
        text = self._text(citation["document"], citation["version"])
        return bool(citation["quote"]) and (
            text[citation["start"] : citation["end"]] == citation["quote"]
        )

    def _version_text(self, source: str, number: int) -> str:
        document = next(
            one for one in self._library.documents(on_this_machine()) if one.source == source
        )
        versions = self._library.versions(on_this_machine(), document.id)
        version = next(one for one in versions if one.number == number)
        return self._library.text(on_this_machine(), version.id)
