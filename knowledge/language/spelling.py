"""Other ways to write a question's words: British and American spelling, closed-up compounds and
figures without their commas. A form that stands in no document costs nothing and finds nothing, so
the rules may be broad; what is left out are pairs that are two different words ("cheque", "check").
"""

from __future__ import annotations

import re

#: British ending ↔ American ending, each behind a stem of its own (letters before the ending).
_PAIRS = (
    ("our", "or", "arb armo behavi col endeav fav fl harb hon hum lab neighb parl rig rum sav val "
     "vap vig"),
    ("re", "er", "cent calib fib lit lust manoeuv meag met millimet centimet kilomet spect theat"),
    ("ce", "se", "licen defen offen preten practi"),
    ("ogue", "og", "catal dial anal"),
    ("amme", "am", "progr"),
    ("ement", "ment", "judg acknowledg"),
    ("lment", "llment", "enro insta fulfi"),
    ("lful", "llful", "ski wi"),
    ("geing", "ging", "a"),
    ("aed", "ed", "p encyclop orthop"),
    ("aem", "em", "an leuk isch"),
    ("aes", "es", "an"),
    ("oest", "est", "r"),
    ("rey", "ray", "g"),
)  # fmt: skip
_ENDING = re.compile(r"([^\W\d_]{3,})([iy])([sz])(e|es|ed|ing|er|ers|ation|ations|able)")
_DOUBLED = re.compile(
    r"((?:trave|cance|labe|mode|signa|tota|counse|leve|marsha|dia|fue|equa|channe|pane)l)(l?)"
    r"(ed|ing|er|ers|or|ors)"
)
_COMPOUND = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)+")
_FIGURE = re.compile(r"\d{1,3}(?:,\d{3})+")
_PLAIN_FIGURE = re.compile(r"(?!(?:19|20)\d\d$)[1-9]\d{3,8}")  # years have no commas
_TERM = re.compile(r"[^\W_]+(?:[,-][^\W_]+)*")
#: Terms of a question that are looked at, as many as are searched.
_LOOKED_AT = 32


def _table() -> dict[str, tuple[str, str]]:
    """Beginning of a word, in either spelling → the two beginnings."""
    return {
        stem + ending: (stem + british, stem + american)
        for british, american, stems in _PAIRS
        for stem in stems.split()
        for ending in (british, american)
    }


_BEGINNINGS = _table()
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
