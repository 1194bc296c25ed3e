"""Policy text for speed measurements: made up, always the same, shaped like the real thing.

A section is a policy sentence and made-up words: 50,000 of them, used as often as the words of a
language are (Zipf), so that the word index has many short lists and a few long ones. A question's
words are in .3 of all passages together, as those of real questions about real policies (.06–.29
is the middle half of gov_us_mtrag).
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np


def _listed(text: str) -> list[str]:
    return text.split()


_SUBJECTS = [
    "annual leave",
    "special leave",
    "parental leave",
    "sick absence",
    "flexible working",
    "working from abroad",
    "overtime",
    "travel by rail",
    "travel by car",
    "hotel bookings",
    "subsistence",
    "hospitality",
    "gifts",
    "expenses",
    "procurement cards",
    "contract extensions",
    "grant payments",
    "fraud reports",
    "records disposal",
    "information requests",
    "data sharing",
    "security passes",
    "visitor access",
    "laptop loans",
    "mobile phones",
    "password resets",
    "remote access",
    "training courses",
    "mentoring",
    "apprenticeships",
    "job sharing",
    "probation",
    "promotion panels",
    "grievances",
    "conduct hearings",
    "whistleblowing",
    "health assessments",
    "fire wardens",
    "first aid cover",
    "workplace adjustments",
    "parking permits",
    "cycle storage",
    "parliamentary questions",
    "ministerial visits",
    "press enquiries",
    "social media",
    "surveys",
    "consultations",
    "impact assessments",
    "risk registers",
    "business cases",
    "project closure",
    "audit actions",
    "asset registers",
    "software licences",
    "cloud accounts",
    "supplier reviews",
    "invoices",
    "debt recovery",
    "pension estimates",
    "relocation",
    "secondments",
    "loans of staff",
    "language allowances",
]
_BODIES = [
    f"{first} {kind}"
    for first, kind in zip(
        _listed(
            "Estates People Commercial Finance Security Knowledge Private Digital Legal Safety "
            "Communications Audit Policy Statistics Research Library Welfare Pensions Payroll "
            "Catering Transport Border Coastal Heritage Forestry Fisheries Energy Water Housing "
            "Planning Schools Nursing Veterinary Aviation Maritime Railway Museums Sport Tourism "
            "Science Telecoms Postal Prisons Courts Customs Treaty Protocol Royal"
        ),
        _listed("Directorate Group Team Partners Office Unit Advisers Branch") * 6,
        strict=True,
    )
]
_GRADES = ["administrative officers", "executive officers", "senior managers", "deputy directors"]
_RULES = (
    "{grade} may approve {subject} of up to £{amount} for each person in a year, and must "
    "tell the {body} within {days} working days.",
    "Requests for {subject} must be sent to the {body} at least {days} working days "
    "before they are needed, with form {form} filled in and signed.",
    "You must keep evidence about {subject} for {years} years. After that the {body} "
    "decides whether it is destroyed or sent to the archive.",
    "Where {subject} would cost more than £{amount}, a written case goes to the {body}, "
    "which answers within {days} working days.",
    "If a manager refuses {subject}, the reason is given in writing and the decision can "
    "be appealed to the {body} within {days} days.",
    "{subject} is not available during the first {weeks} weeks in post unless the {body} "
    "agrees that there is an exceptional reason.",
    "Part-time staff have the same right to {subject} in proportion to their hours, "
    "rounded up to the next half day.",
    "Do not arrange {subject} by telephone. Calls are not recorded, so the {body} cannot "
    "confirm what was agreed.",
    "The limit of £{amount} for {subject} is reviewed every {years} years and was last "
    "changed after advice from the {body}.",
    "Section {section} of the manual sets out who is responsible for {subject} when a "
    "team is split between two buildings.",
)
_QUESTIONS = (
    "How much {subject} can the {body} approve in a year?",
    "How long does the {body} have to keep evidence about {subject}?",
    "Who in the {body} decides about {subject}, and is it the same in {place}?",
    "Can I appeal if the {body} in {place} refuses {subject}?",
    "Do part-time staff of the {body} have a right to {subject}?",
)
#: Sentences of a section: with the made-up words about 120 words, as in real passages of policies.
_SENTENCES = 1
#: And without made-up words, which are many tokens each: the same length again.
_PLAIN_SENTENCES = 4
_WORDS = 50_000
#: Zipf–Mandelbrot as fitted to English text: the word of rank r is used in proportion to
#: (r + 2.7) ** -1.07.
_ZIPF_SHIFT, _ZIPF_POWER = 2.7, 1.07
#: Made-up words of a section, in sentences of this many.
_FILL, _FILL_SENTENCE = 90, 15
#: Ranks of the made-up words that name places in questions: in one passage of 3,000 to 50,000.
_PLACES = range(2_000, 30_000)


@dataclass(frozen=True, slots=True)
class Section:
    topic: int  # index into the topics
    heading: str
    text: str


@cache
def topics() -> tuple[str, ...]:
    """What sections and questions are about: a subject and a body, in 3,072 ways."""
    return tuple(
        f"{subject} in the {body}" for subject, body in itertools.product(_SUBJECTS, _BODIES)
    )


def section(chance: random.Random, fill: Sequence[str]) -> Section:
    """One section on one topic, with these made-up words; no two of them say quite the same."""
    topic = chance.randrange(len(topics()))
    subject, body = _parts(topic)
    count = _SENTENCES if fill else _PLAIN_SENTENCES
    sentences = [
        rule.format(
            subject=subject,
            body=body,
            grade=chance.choice(_GRADES),
            amount=f"{chance.randrange(1, 400) * 25:,}",
            days=chance.randrange(2, 60),
            years=chance.randrange(2, 12),
            weeks=chance.randrange(4, 53),
            form=f"{chance.choice('ABCDEF')}{chance.randrange(100, 999)}",
            section=f"{chance.randrange(1, 30)}.{chance.randrange(1, 20)}",
        )
        for rule in chance.sample(_RULES, count)
    ]
    sentences += [
        " ".join(fill[start : start + _FILL_SENTENCE]) + "."
        for start in range(0, len(fill), _FILL_SENTENCE)
    ]
    text = " ".join(sentence[0].upper() + sentence[1:] for sentence in sentences)
    return Section(topic, f"{subject.capitalize()}: rules of the {body}", text)


def plain_document(number: int, sections: int) -> tuple[str, list[Section]]:
    """Without made-up words, for what is really embedded."""
    chance = random.Random(number)
    return f"Manual {number}: {chance.choice(_BODIES)}", [
        section(chance, ()) for _ in range(sections)
    ]


def document(number: int, sections: int) -> tuple[str, list[Section]]:
    """Title and sections of the document with this number, always the same."""
    chance = random.Random(number)
    drawn = np.random.default_rng(number).random((sections, _FILL))
    words, shares = _vocabulary()
    ranks = np.searchsorted(shares, drawn).tolist()
    title = f"Manual {number}: {words[chance.choice(_PLACES)]}"
    return title, [section(chance, [words[rank] for rank in row]) for row in ranks]


def markdown(title: str, sections: list[Section]) -> str:
    parts = [f"# {title}", *(f"## {part.heading}\n\n{part.text}" for part in sections)]
    return "\n\n".join(parts) + "\n"


def questions(count: int) -> list[str]:
    """Different questions, in an order that does not follow the topics."""
    chance = random.Random(7)
    words, _ = _vocabulary()
    asked: dict[str, None] = {}
    while len(asked) < count:
        subject, body = _parts(chance.randrange(len(topics())))
        place = words[chance.choice(_PLACES)].capitalize()
        form = chance.choice(_QUESTIONS)
        asked[form.format(subject=subject, body=body, place=place)] = None
    return list(asked)


def _parts(topic: int) -> tuple[str, str]:
    """Subject and body."""
    subject, body = divmod(topic, len(_BODIES))
    return _SUBJECTS[subject], _BODIES[body]


@cache
def _vocabulary() -> tuple[list[str], np.ndarray[tuple[int], np.dtype[np.float64]]]:
    """Made-up words, the most frequent first, and the share of all words up to each of them."""
    onsets = _listed("b c d f g h j k l m n p r s t v w br cl dr gr pl st tr")
    vowels = _listed("a e i o u ai ea ou")
    codas = ["", *_listed("n l r s t nd rk st")]
    chance = random.Random(11)
    made: dict[str, None] = {}
    while len(made) < _WORDS:
        # Frequent words are short ones.
        syllables = 1 + (len(made) >= 400) + (len(made) >= 12_000)
        parts = [chance.choice(onsets) + chance.choice(vowels) for _ in range(syllables)]
        made["".join(parts) + chance.choice(codas)] = None
    weights = (np.arange(1, _WORDS + 1) + _ZIPF_SHIFT) ** -_ZIPF_POWER
    return list(made), np.cumsum(weights) / weights.sum()
