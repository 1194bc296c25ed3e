"""An answer as HTML: its heading, its words with their marks, what was checked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup

from assistant.answering.writing.parse import parse
from assistant.answers.answer import Answer
from assistant.answers.citation import ComparisonKind
from assistant.answers.parts import AskingBack, Claim, Part, Quote, without_last_gaps
from assistant.answers.status import Status, Verdict
from assistant.answers.text import left_out
from knowledge.language.wording import count
from ui.parts.ask import asking_back
from ui.parts.ask.answer_text import Show, is_item, parts_html
from ui.parts.ask.comparison import comparison_html
from ui.parts.ask.evidence import Card, anchor
from ui.parts.common.render import render

_HEADINGS = {
    Status.NOT_COVERED: "The documents do not answer this",
    Status.UNSURE: "The documents may not answer this",
    Status.PARTIAL: "Part of this is not in the documents",
    Status.CLARIFY: "It depends on your case",
    Status.BLOCKED_EMPTY: "There was no question to answer",
    Status.BLOCKED_TOO_LONG: "The question is too long",
    Status.BLOCKED_EMPTY_LIBRARY: "There is nothing to answer from yet",
    Status.BLOCKED_MARKING: "The question carries a marking above what is allowed here",
    Status.BLOCKED_PERSONAL: "The question was not sent: it holds personal data",
    Status.BLOCKED_JAILBREAK: "This is not a question that Bernard answers",
    Status.ERROR_MODEL: "The language model did not answer",
    Status.ERROR_INDEX: "The search index did not answer",
    Status.ERROR_INTERNAL: "The question could not be answered",
}
_NUMBERS = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine")
#: Sources that a text in the making may name: they are not shown until it is checked.
_ANY = 999


@dataclass(frozen=True, slots=True)
class Check:
    """What the check said, for people."""

    good: bool | None  # None: only what was done is said, without a sign
    sentence: str
    faults: tuple[Claim, ...] = ()


def finished_html(exchange: int, answer: Answer, cards: list[Card]) -> str:
    show = _shown(exchange, cards)
    return _answer(answer, cards, show, parts_html(_words(answer), show))


def asking_html(exchange: int, answer: Answer, cards: list[Card]) -> tuple[str, str]:
    """What stands above and below the buttons of a question back: the rule, then the rest. A list
    of the rule whose items are all buttons is not drawn as a list as well."""
    show = _shown(exchange, cards)
    parts = [part for part in answer.parts if not isinstance(part, AskingBack)]
    at = asking_back.rule_at(answer)
    rule = parts[at] if parts else None  # a model asks without a quote
    if isinstance(rule, Quote):
        text = _unlisted(rule.claim.text, answer.options)
        parts[at] = replace(rule, claim=replace(rule.claim, text=text))
    upper, lower = parts_html(parts[: at + 1], show), parts_html(parts[at + 1 :], show)
    return (
        _answer(answer, cards, show, upper, lower=False),
        _answer(answer, cards, show, lower, upper=False),
    )


def unfinished_html(text: str, sentence: str = "", stopped: bool = False) -> str:
    """An answer in the making, or one that was stopped: plain words, marks not yet shown."""
    words = parts_html(parse(text, _ANY), lambda n: Markup(""))
    return render("ask/unfinished", step=sentence, words=words, stopped=stopped)


def announcement(answer: Answer) -> str:
    """One sentence for people who hear the page: said once, when the answer is there."""
    heading = _heading(answer)
    if asking_back.asks_back(answer):
        return f"{heading}. {asking_back.question(answer)}"
    if heading:
        return f"{heading}."
    return f"The answer is ready. {_check(answer).sentence}"


def _answer(
    answer: Answer,
    cards: list[Card],
    show: Show,
    words: Markup,
    upper: bool = True,
    lower: bool = True,
) -> str:
    check = _check(answer)
    withheld = sum(claim.withheld for claim in answer.claims)
    said = check.sentence and not (check.good and answer.status is Status.UNSURE)
    first = {card.place.version_id: card for card in reversed(cards) if card.n}
    return render(
        "ask/answer",
        answer=answer,
        upper=upper,
        lower=lower,
        heading=_heading(answer),
        notice=_notice(answer, cards),
        words=words,
        withheld=left_out(withheld) if withheld else "",
        compared=comparison_html(answer, show) if lower else "",
        check=check if said else None,
        sources=sorted(first.values(), key=lambda card: card.n),
    )


def _shown(exchange: int, cards: list[Card]) -> Show:
    by_number = {card.n: card for card in cards if card.n}

    def show(n: int) -> Markup:
        card = by_number.get(n)
        if card is None:
            return Markup('<span class="no-mark">(source not found)</span>')
        late = " (review date passed)" if card.out_of_date else ""
        return Markup(
            '<sup><a class="mark" href="#{}" aria-label="Evidence {}: {}">{}</a></sup>{}'
        ).format(anchor(exchange, n), n, card.place.title, n, late)

    return show


def _unlisted(rule: str, options: Sequence[str]) -> str:
    """The rule without its list, where every item of that is one of the options."""
    lines = rule.split("\n")
    items = [line for line in lines if is_item(line)]
    bare = [" ".join(item.lstrip().removeprefix("- ").split()) for item in items]
    if not all(any(item.startswith(option) for option in options) for item in bare):
        return rule
    return "\n".join(line for line in lines if line not in items).strip()


def _heading(answer: Answer) -> str:
    """A part answer may also be one that was cut short: then nothing is known to be missing. A
    model that failed after its first words has left an answer, though not a whole one."""
    if answer.status == Status.ERROR_MODEL and answer.notice:
        return "The answer is not complete"
    if answer.status == Status.UNSURE and answer.mode == "embedded":
        return answer.notice.partition(". ")[0].rstrip(":.") or _HEADINGS[answer.status]
    if any(isinstance(part, AskingBack) and part.offers == "documents" for part in answer.parts):
        return "More than one document may be meant"
    lacking = answer.missing or any(claim.withheld for claim in answer.claims)
    if answer.status == Status.PARTIAL and not lacking:
        return "The answer is not complete"
    return _HEADINGS.get(answer.status, "")


def _notice(answer: Answer, cards: list[Card]) -> str:
    if answer.status == Status.UNSURE and answer.mode == "embedded":
        return answer.notice.partition(". ")[2]
    if answer.status != Status.NOT_COVERED:
        return answer.notice
    nearest = (
        "The nearest passages are shown as evidence; none of them answers the question."
        if cards
        else "Nothing in them is near enough to the question."
    )
    return f"{answer.notice} {nearest}" if answer.notice else nearest


def _words(answer: Answer) -> Sequence[Part]:
    """What of it stands under the heading; what is missing is said above."""
    if answer.status == Status.NOT_COVERED:
        return ()
    changed = any(one.kind is ComparisonKind.CHANGE for one in answer.comparisons)
    if changed and answer.mode == "embedded":
        return ()  # the same words stand side by side
    return without_last_gaps(answer.parts) if answer.missing else answer.parts


def _check(answer: Answer) -> Check:
    quoted = answer.mode != "embedded"  # words of the documents beside a model's
    shown = [
        claim
        for claim in answer.claims
        if not claim.withheld and not (quoted and claim.checked == "word-for-word")
    ]
    faults = tuple(claim for claim in shown if claim.verdict != Verdict.SUPPORTED)
    total = len(shown)
    if not total:
        return Check(True, "")
    if any(claim.verdict is None and not claim.note for claim in shown):
        return Check(False, "Not checked.")
    if faults:
        return Check(False, f"{_faults(faults, total)}:", faults)
    if answer.mode == "embedded":
        return Check(None, "Quoted word for word.")
    if all(claim.checked == "by-model" for claim in shown):
        return Check(True, f"Checked for meaning by {answer.judge} against the sources.")
    return Check(None, "Figures, names and words agree with the sources; not checked for meaning.")


_BY = " by the source"
#: The worst first.
_FAULTS = {
    Verdict.CONTRADICTED: "against the source",
    Verdict.UNSUPPORTED: "not found in the source",
    Verdict.PARTLY: f"only partly supported{_BY}",
    None: "not checked for meaning",
}


def _faults(faults: Sequence[Claim], total: int) -> str:
    """ "One of 3 statements not found in the source, one only partly supported by the source"."""
    numbers = {
        words: number
        for verdict, words in _FAULTS.items()
        if (number := sum(claim.verdict is verdict for claim in faults))
    }
    if total == 1:
        (words,) = numbers
        return f"{words[0].upper()}{words[1:]}"
    (worst, number), *others = numbers.items()
    rest = [f"{_number(each).lower()} {words.removesuffix(_BY)}" for words, each in others]
    return ", ".join([f"{_number(number)} of {count(total, 'statement')} {worst}", *rest])


def _number(number: int) -> str:
    return _NUMBERS[number] if number < len(_NUMBERS) else str(number)
