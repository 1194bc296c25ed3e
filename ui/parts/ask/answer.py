"""An answer as HTML: its heading, text with marks, what was checked, how it was made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.answering.quoting.clarify import question_back
from assistant.answering.writing.neutral import neutral
from assistant.answers.answer import Answer, ComparisonKind, Status, Verdict
from assistant.answers.missing import missing, without_missing
from ui.parts.ask import asking_back
from ui.parts.ask.answer_text import Mark, answer_html, is_item, quotes_html
from ui.parts.ask.comparison import comparison_html, currency_html
from ui.parts.ask.evidence import Card, anchor
from ui.parts.common.text import clipped, count, html

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


def finished_html(exchange: int, answer: Answer, cards: list[Card]) -> str:
    mark = _marking(exchange, cards)
    words = f'<div class="words">{_words(answer, mark)}</div>'
    return _answer(_above(answer, cards), words, _below(answer, mark, cards))


def asking_html(exchange: int, answer: Answer, cards: list[Card]) -> tuple[str, str]:
    """What stands above and below the buttons of a question back: the rule, then the rest. A list
    of the rule whose items are all buttons is not drawn as a list as well."""
    mark = _marking(exchange, cards)
    at = asking_back.rule_at(answer)
    *before, rule = answer.claims[: at + 1]
    offered = replace(rule, text=_unlisted(rule.text, answer.options))
    upper = quotes_html([*before, offered], mark)
    lower = quotes_html(answer.claims[at + 1 :], mark)
    return (
        _answer(_above(answer, cards), f'<div class="words">{upper}</div>'),
        _answer(f'<div class="words">{lower}</div>', _below(answer, mark, cards)),
    )


def _answer(*parts: str) -> str:
    return f'<div class="answer">{"".join(parts)}</div>'


def _marking(exchange: int, cards: list[Card]) -> Mark:
    by_number = {card.n: card for card in cards if card.n}

    def mark(n: int) -> str:
        card = by_number.get(n)
        if card is None:
            return '<span class="no-mark">(source not found)</span>'
        late = " (review date passed)" if card.out_of_date else ""
        return (
            f'<sup><a class="mark" href="#{anchor(exchange, n)}" '
            f'aria-label="Evidence {n}: {html(card.title)}">{n}</a></sup>{late}'
        )

    return mark


def _above(answer: Answer, cards: list[Card]) -> str:
    heading, notice, lacking = _heading(answer), _notice(answer, cards), missing(answer)
    parts = [
        f'<h3 class="outcome">{heading}</h3>' if heading else "",
        f'<p class="notice">{html(notice)}</p>' if notice else "",
        f'<p class="missing">{html(lacking)}</p>' if lacking else "",
        currency_html(answer),
    ]
    return "".join(parts)


def _below(answer: Answer, mark: Mark, cards: list[Card]) -> str:
    parts = [
        comparison_html(answer, mark),
        _checks(answer),
        _sources(cards),
        "".join(f'<p class="quiet remark">{html(remark)}</p>' for remark in answer.remarks),
    ]
    return "".join(parts)


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
    lacking = missing(answer) or any(claim.withheld for claim in answer.claims)
    if answer.status == Status.PARTIAL and not lacking:
        return "The answer is not complete"
    return _HEADINGS.get(answer.status, "")


def _notice(answer: Answer, cards: list[Card]) -> str:
    if answer.status == Status.UNSURE and answer.mode == "model":
        return answer.notice
    if answer.status == Status.UNSURE:
        return "These are the nearest words. Read them in their document before relying on them."
    if answer.status != Status.NOT_COVERED:
        return answer.notice
    nearest = (
        "The nearest passages are shown as evidence; none of them answers the question."
        if cards
        else "Nothing in them is near enough to the question."
    )
    return f"{answer.notice} {nearest}" if answer.notice else nearest


def _words(answer: Answer, mark: Mark) -> str:
    if answer.status == Status.NOT_COVERED:
        return ""
    if answer.mode == "embedded" and answer.claims:
        if any(one.kind is ComparisonKind.CHANGE for one in answer.comparisons):
            return ""  # the same words stand side by side
        return quotes_html(answer.claims, mark) + _options(answer)
    return answer_html(without_missing(answer), mark)


def _options(answer: Answer) -> str:
    """The short question back, with what it may be answered with."""
    if not answer.options:
        return ""
    asked = f"<p><strong>{question_back(answer.options)}</strong></p>"
    quoted = "\n".join(claim.text for claim in answer.claims)
    if len(answer.options) > 1 and all(f"- {option}" in quoted for option in answer.options):
        return asked  # the list is above
    listed = "".join(f"<li>{html(option)}</li>" for option in answer.options)
    return f"<p>It depends on this:</p><ul>{listed}</ul>{asked}"


def unfinished_html(text: str, sentence: str = "") -> str:
    """An answer in the making, or one that was stopped: plain words, marks not yet shown."""
    step = f'<p class="step">{html(sentence)}</p>' if sentence else ""
    words = answer_html(neutral(text), lambda n: "") if text else ""
    return f'<div class="answer">{step}<div class="words">{words}</div></div>'


def stopped_html(text: str) -> str:
    kept = "What had been written is kept." if text else "Nothing had been written yet."
    return (
        f'{unfinished_html(text)}<p class="stopped"><strong>Stopped.</strong> This answer was '
        f"interrupted before it was finished and checked. {kept}</p>"
    )


def announcement(answer: Answer) -> str:
    """One sentence for people who hear the page: said once, when the answer is there."""
    heading = _heading(answer)
    if asking_back.asks_back(answer):
        return f"{heading}. {question_back(answer.options)}"
    if heading:
        return f"{heading}."
    return f"The answer is ready. {_verdict(answer)[1]}"


def _checks(answer: Answer) -> str:
    good, sentence = _verdict(answer)
    if not sentence or (good and answer.status == Status.UNSURE):
        return ""
    kind, sign = ("checked", "✓") if good else ("unchecked", "!")
    failed = "".join(
        f"<li>“{html(clipped(claim.text, 200))}” {html(claim.note)}</li>"
        for claim in answer.claims
        if claim.verdict != Verdict.SUPPORTED and not claim.withheld
    )
    listed = f"<ul>{failed}</ul>" if failed else ""
    return (
        f'<div class="{kind}"><span aria-hidden="true">{sign}</span> {html(sentence)}{listed}</div>'
    )


def _verdict(answer: Answer) -> tuple[bool, str]:
    shown = [claim for claim in answer.claims if not claim.withheld]
    total = len(shown)
    missing = sum(claim.verdict == Verdict.UNSUPPORTED for claim in shown)
    partly = sum(claim.verdict == Verdict.PARTLY for claim in shown)
    if not total:
        return True, ""
    if missing or partly:
        return False, f"{_faults(missing, partly, total)}:"
    if total == 1:
        return True, "Checked against the source."
    subject = "Both statements" if total == 2 else f"All {_number(total).lower()} statements"
    return True, f"{subject} checked against the source."


def _faults(missing: int, partly: int, total: int) -> str:
    """ "One of 3 statements not found in the source, one only partly supported"."""
    if total == 1:
        return "Not found in the source" if missing else "Only partly supported by the source"
    of = f"of {count(total, 'statement')}"
    if not missing:
        return f"{_number(partly)} {of} only partly supported by the source"
    rest = f", {_number(partly).lower()} only partly supported" if partly else ""
    return f"{_number(missing)} {of} not found in the source{rest}"


def _number(number: int) -> str:
    return _NUMBERS[number] if number < len(_NUMBERS) else str(number)


def _sources(cards: list[Card]) -> str:
    """Which documents stand behind it, since when, whose they are."""
    lines: dict[int, str] = {}
    for card in cards:
        if not card.n or card.version_id in lines:
            continue
        facts = [
            card.title,
            card.period,
            card.owner,
        ]
        late = f' <span class="late">{html(card.out_of_date)}</span>' if card.out_of_date else ""
        lines[card.version_id] = f"{html(' · '.join(fact for fact in facts if fact))}{late}"
    return "".join(f'<p class="source">{line}</p>' for line in lines.values())
