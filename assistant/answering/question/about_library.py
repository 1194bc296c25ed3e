"""Questions about the library itself: which documents there are, on what, whose, due when."""

from __future__ import annotations

import re
from dataclasses import dataclass

_DOCUMENTS = r"(?:documents?|polic(?:y|ies)|guidance|guides?|procedures?)"
#: "Which policies …", "what documents do you have …", "how many …", "list all …".
_ASKS = re.compile(
    rf"\W*(?:please )?(?:can you )?(?:which|what|how many|list|show(?: me)?|give me a list of|"
    rf"do you have(?: any)?|are there(?: any)?|have you got(?: any)?)"
    rf"(?: (?:all|of|the|your|other|our))* {_DOCUMENTS}\b(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
#: What makes such a question one about the library: without it, "which policy applies to …" asks
#: for a rule.
_HOLDS = re.compile(
    r"\W*(?:(?:do|have|are) (?:you|we|there|they)(?: have| hold| got| know| in)?\b[^?]{0,20}?)?"
    r"(?P<how>mention(?:s|ing)?|refer(?:s|ring)? to|talks? about|say (?:some|any)thing about|"
    r"about|on|concerning|cover(?:s|ing)?|deal(?:s|ing)? with|(?:are |is )?due for review|"
    r"(?:are |is )?overdue|(?:are )?owned by|belong(?:s|ing)? to|"
    r"(?:are |is )?in (?:the|your) library|do you (?:have|hold|know)|are there|have you got|$)"
    r"(?P<what>.*)",
    re.IGNORECASE | re.DOTALL,
)
_YEAR = re.compile(r"\b(20\d\d)\b")
_EDGES = " \t\n?.!,;:\"'“”‘’"


@dataclass(frozen=True, slots=True)
class LibraryQuestion:
    """`mention`: words that the text holds; `topic`: what a title or heading names; `owner`: whose
    it is. All "" asks for every document."""

    mention: str = ""
    topic: str = ""
    owner: str = ""
    review: bool = False  # due for review, or overdue
    year: int | None = None  # of the review


def about_library(question: str) -> LibraryQuestion | None:
    asked = _ASKS.fullmatch(question.strip())
    held = _HOLDS.fullmatch(asked["rest"].strip(_EDGES)) if asked else None
    if held is None:
        return None
    how, what = held["how"].lower(), held["what"].strip(_EDGES)
    if "review" in how or "overdue" in how:
        year = _YEAR.search(what)
        return LibraryQuestion(review=True, year=int(year[1]) if year else None)
    if how.startswith(("mention", "refer", "say", "talk")):
        return LibraryQuestion(mention=what) if what else None
    if how.startswith(("owned", "are owned", "belong")):
        return LibraryQuestion(owner=what) if what else None
    if how in ("about", "on", "concerning") or how.startswith(("cover", "deal")):
        return LibraryQuestion(topic=what) if what else None
    return None if what else LibraryQuestion()
