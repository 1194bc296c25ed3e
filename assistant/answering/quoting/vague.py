"""A message of a word or two that may mean several documents: "leave", "what's the limit?"; and
one that points back where nothing was said: "Can I do it from home?"."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from assistant.answering.evidence.named_document import asks_for_document
from assistant.answering.question.understand import has_pronoun
from knowledge.documents.types import Found, Passage
from knowledge.language.codes import codes
from knowledge.language.titles import KINDS, beside_title, own_words
from knowledge.language.words import STOP_WORDS, content_words, stems, words
from knowledge.library import SearchQuery

#: Words of content: with more, a message says what it asks for.
MOST_WORDS = 2
#: Documents offered: more are a list to look through.
MOST_DOCUMENTS = 5
FEWEST_DOCUMENTS = 2
#: Share of the best score from which a passage is about as near as the best.
ABOUT_AS_NEAR = 0.8
_NUMBERING = "0123456789. "


def may_mean(query: SearchQuery, found: Sequence[Found]) -> tuple[Found, ...]:
    """The nearest passage of each document that such a message names alike: by its title, else by
    a heading, else by its text, and that are about as near; () where it is one document, or says
    more. `found` best first."""
    asked = query.asked
    own = beside_title(asked, "") - STOP_WORDS  # "needs" is "need"
    points = has_pronoun(asked) and KINDS.isdisjoint(stems(asked))  # "this policy" says which
    one_word = len(own) == 1
    names_acronym = any(word.isupper() and len(word) > 1 for word in asked.split())
    is_loose = one_word and (points or not names_acronym)
    is_loose = is_loose or (points and len(own) <= MOST_WORDS and _done_to_it(asked))
    vague = is_loose or (1 <= len(own) <= MOST_WORDS and asks_for_document(query))
    if query.last or codes(asked) or not vague:
        return ()
    by_place = (_in_title, _in_heading, *((_in_text,) if one_word else ()))
    best = max((item.score for item in found), default=0.0)
    near = [item for item in found if item.score >= ABOUT_AS_NEAR * best]
    for words_of in (_anywhere,) if points else by_place:
        nearest: dict[int, Found] = {}
        for item in near:
            if own <= words_of(item.passage):
                nearest.setdefault(item.passage.document_id, item)
        several = tuple(nearest.values())[:MOST_DOCUMENTS]
        if len(several) >= FEWEST_DOCUMENTS:
            return several
        if several and (words_of is _in_title or _is_heading(several[0], own)):
            return ()
    return ()


def _done_to_it(asked: str) -> bool:
    """Whether something is done to what a word points to: "keep it", and not "is it"."""
    said, content = words(asked), content_words(asked)
    return any(verb in content and has_pronoun(what) for verb, what in pairwise(said))


def _is_heading(item: Found, own: set[str]) -> bool:
    """Whether a heading says that and nothing else: "Length and form" is no section on forms."""
    return {word for word in _in_heading(item.passage) if not word[0].isdigit()} == own


def as_option(item: Found, query: SearchQuery) -> str:
    """The document's title; behind it the heading, where the title does not say what is asked."""
    passage = item.passage
    if is_titled(item, query) or passage.heading_path[-1:] in ((), (passage.title,)):
        return passage.title
    return f"{passage.title}: {passage.heading_path[-1].lstrip(_NUMBERING)}"


def is_titled(item: Found, query: SearchQuery) -> bool:
    """Whether the title says what is asked."""
    return beside_title(query.asked, "") <= stems(item.passage.title)


def _in_title(passage: Passage) -> set[str]:
    return own_words(passage.title)


def _in_heading(passage: Passage) -> set[str]:
    return stems(passage.heading_path[-1]) if passage.heading_path else set()


def _in_text(passage: Passage) -> set[str]:
    return stems(passage.text)


def _anywhere(passage: Passage) -> set[str]:
    return _in_title(passage) | _in_heading(passage) | _in_text(passage)
