"""The outline of the documents of which a text is to be made: their headings in order, each with
the rule that it begins with. Without a model it is as near as Bernard comes to a summary."""

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
from knowledge.language.wording import listed
from knowledge.language.words import stem, stems, words
from knowledge.library import Library, SearchQuery

#: Headings of all outlines together: of a document with more, the first.
MOST_HEADINGS = 12
FEWEST_HEADINGS = 2
#: Documents whose outlines stand one behind the other, to be compared.
MOST_DOCUMENTS = 2
#: Characters of a rule; of a longer one its first sentence is quoted.
LONGEST_RULE = 350
#: Words before the kind of paper in what a document is called.
LONGEST_NAME = 4


def outline(
    query: SearchQuery, found: Sequence[Found], library: Library, scope: Scope
) -> Named | None:
    """None where no document is named, or none that has headings."""
    quotes: list[Quoted] = []
    places: list[str] = []
    documents = _named(query, found)
    for document in documents:
        rules = _leading_rules(list(blocks(library.passages(scope, document.version_id))))
        if len(rules) < FEWEST_HEADINGS:
            continue
        most = MOST_HEADINGS // len(documents)
        place = f"“{document.title}”"
        places.append(f"the first {most} headings of {place}" if rules[most:] else place)
        quotes += [_quoted(heading, rule, found) for heading, rule in rules[:most]]
    if not quotes:
        return None
    said = listed(places)
    reason = f"A text is to be made of {said}, which the question names."
    return Named(tuple(quotes), True, reason, outlines=said)


def _named(query: SearchQuery, found: Sequence[Found]) -> list[Passage]:
    """The documents that are called so, else the one of whose title the question says the most."""
    called = _called(query.text, found)
    named = [] if called else named_documents(stems(query.text), found)
    return called or (named if len(named) == 1 else [])


def _called(question: str, found: Sequence[Found]) -> list[Passage]:
    """ "the AI guidance": the only document that the words before its kind of paper may name."""
    said, called = words(question), dict[int, Passage]()
    titles = {item.passage.document_id: item.passage for item in reversed(found)}
    for at, word in enumerate(said):
        for begin in range(max(0, at - LONGEST_NAME), at if stem(word) in KINDS else 0):
            name = " ".join(said[begin:at])
            meant = [one for one in titles.values() if may_mean(name, one.title)]
            if len(meant) == 1:
                called.setdefault(meant[0].document_id, meant[0])
    return list(called.values())[:MOST_DOCUMENTS]


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
