"""The outline of a document of which a text is to be made: its headings in order, each with the
rule that it begins with. Without a model it is as near as Bernard comes to a summary."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answering.evidence.named import Named, as_found, named_documents
from assistant.answering.evidence.named_document import says_something, with_list
from assistant.answering.evidence.named_part import NumberedBlock, blocks
from assistant.answering.evidence.quotes import Quoted
from knowledge.access import Scope
from knowledge.documents.types import Found, Passage
from knowledge.language.sentences import sentences
from knowledge.language.titles import KINDS, may_mean
from knowledge.language.words import stem, stems, words
from knowledge.library import Library, SearchQuery

#: Headings of an outline: of a document with more, the first.
MOST_HEADINGS = 12
#: Characters of a rule; of a longer one its first sentence is quoted.
LONGEST_RULE = 350
#: Words before the kind of paper in what a document is called.
LONGEST_NAME = 4


def outline(
    query: SearchQuery, found: Sequence[Found], library: Library, scope: Scope
) -> Named | None:
    """None where no document is named, or one that has no headings."""
    document = _named(query, found)
    if document is None:
        return None
    every = list(blocks(library.passages(scope, document.version_id)))
    rules = _leading_rules(every)
    if len(rules) < 2:
        return None
    shown = rules[:MOST_HEADINGS]
    place = f"“{document.title}”"
    begins = f"the first {MOST_HEADINGS} headings of {place}" if rules[MOST_HEADINGS:] else place
    quotes = [_quoted(heading, rule, found) for heading, rule in shown]
    reason = f"A text is to be made of “{document.title}”, which the question names."
    return Named(tuple(quotes), True, reason, outlines=begins)


def _named(query: SearchQuery, found: Sequence[Found]) -> Passage | None:
    """The document that is called so, else the one of whose title the question says the most."""
    called = _called(query.text, found)
    if called is not None:
        return called
    named = named_documents(stems(query.text), found)
    return named[0] if len(named) == 1 else None


def _called(question: str, found: Sequence[Found]) -> Passage | None:
    """ "the AI guidance": the only document that the words before its kind of paper may name."""
    said = words(question)
    titles = {item.passage.document_id: item.passage for item in reversed(found)}
    for at, word in enumerate(said):
        for begin in range(max(0, at - LONGEST_NAME), at if stem(word) in KINDS else 0):
            name = " ".join(said[begin:at])
            meant = [one for one in titles.values() if may_mean(name, one.title)]
            if len(meant) == 1:
                return meant[0]
    return None


def _leading_rules(every: Sequence[NumberedBlock]) -> list[tuple[NumberedBlock, NumberedBlock]]:
    """Each heading that has text of its own, with the first of it that says something."""
    found: list[tuple[NumberedBlock, NumberedBlock]] = []
    heading: NumberedBlock | None = None
    for block, after in zip(every, [*every[1:], None], strict=True):
        if block.is_heading:
            heading = block
        elif heading is not None and says_something(block):
            rule = with_list(block, after)
            if not rule.text.endswith(":"):
                found.append((heading, rule))
                heading = None
    return found


def _quoted(heading: NumberedBlock, rule: NumberedBlock, found: Sequence[Found]) -> Quoted:
    end = rule.end
    if len(rule.text) > LONGEST_RULE and "\n" not in rule.text:
        end = rule.start + sentences(rule.text)[0][1]
    above = Quoted(as_found(heading.passage, found, "title"), heading.start, heading.end)
    return Quoted(as_found(rule.passage, found, "title"), rule.start, end, header=above)
