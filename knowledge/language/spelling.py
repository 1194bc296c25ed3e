"""Other ways to write a question's words: British and American spelling, closed-up compounds and
figures without their commas. A form that stands in no document costs nothing and finds nothing, so
the rules may be broad.
"""

from __future__ import annotations

import re

from knowledge.language.dates import YEAR
from knowledge.language.phrases import sections

_ENDING = re.compile(r"([^\W\d_]{3,})([iy])([sz])(e|es|ed|ing|er|ers|ation|ations|able)")
_DOUBLED = re.compile(rf"({'|'.join(sections('spelling')['doubled l'])})(l?)(ed|ings?|ers?|ors?)")
_COMPOUND = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)+")
_FIGURE = re.compile(r"\d{1,3}(?:,\d{3})+")
_PLAIN_FIGURE = re.compile(rf"(?!{YEAR}$)[1-9]\d{{3,8}}")  # years have no commas
_TERM = re.compile(r"[^\W_]+(?:[,-][^\W_]+)*")
#: Terms of a question that are looked at, as many as are searched.
_LOOKED_AT = 32


#: Beginning of a word, in either spelling → the two beginnings.
_BEGINNINGS = {
    one: (british, american)
    for british, american in map(str.split, sections("spelling")["beginnings"])
    for one in (british, american)
}
_LONGEST = max(map(len, _BEGINNINGS))


def other_forms(question: str) -> list[str]:
    """What else the question's words are written like, without repeats, at most one each."""
    terms = _TERM.findall(question.lower())[:_LOOKED_AT]
    forms = dict.fromkeys(form for term in terms if (form := _other(term)))
    return [form for form in forms if form not in terms]


def _other(term: str) -> str:
    if _COMPOUND.fullmatch(term):
        return term.replace("-", "")
    if _FIGURE.fullmatch(term):
        return term.replace(",", "")
    if _PLAIN_FIGURE.fullmatch(term):
        return f"{int(term):,}"
    if match := _ENDING.fullmatch(term):
        stem, vowel, letter, ending = match.groups()
        return f"{stem}{vowel}{'sz'[letter == 's']}{ending}"
    if match := _DOUBLED.fullmatch(term):
        stem, second, ending = match.groups()
        return f"{stem}{'' if second else 'l'}{ending}"
    for length in range(min(len(term), _LONGEST), 2, -1):
        begins = term[:length]
        if begins in _BEGINNINGS:
            british, american = _BEGINNINGS[begins]
            rest = term[length:]
            return (american if begins == british else british) + rest
    return ""
