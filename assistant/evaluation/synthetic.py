"""Policy text for speed measurements: made up, always the same, shaped like the real thing."""

from __future__ import annotations

import random
from dataclasses import dataclass

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
    "Estates Directorate",
    "People Group",
    "Commercial Team",
    "Finance Business Partners",
    "Security Office",
    "Knowledge and Records Unit",
    "Private Office",
    "Digital Directorate",
    "Legal Advisers",
    "Health and Safety Unit",
    "Communications Group",
    "Internal Audit",
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
    "How much {subject} can be approved in a year?",
    "How long do I have to keep evidence about {subject}?",
    "Who decides about {subject}?",
    "Can I appeal if my manager refuses {subject}?",
    "Do part-time staff have a right to {subject}?",
)
#: Sentences a section: about 120 words, which is what real passages of policies come to.
_SENTENCES = 4


@dataclass(frozen=True, slots=True)
class Section:
    subject: int  # index into the subjects
    heading: str
    text: str


def subjects() -> list[str]:
    return list(_SUBJECTS)


def section(chance: random.Random) -> Section:
    """One section on one subject; no two of them say quite the same."""
    index = chance.randrange(len(_SUBJECTS))
    subject = _SUBJECTS[index]
    body = chance.choice(_BODIES)
    rules = chance.sample(_RULES, _SENTENCES)
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
        for rule in rules
    ]
    text = " ".join(sentence[0].upper() + sentence[1:] for sentence in sentences)
    return Section(index, f"{subject.capitalize()}: rules of the {body}", text)


def document(number: int, sections: int) -> tuple[str, list[Section]]:
    """Title and sections of the document with this number, always the same."""
    chance = random.Random(number)
    return f"Manual {number}: {chance.choice(_BODIES)}", [section(chance) for _ in range(sections)]


def markdown(title: str, sections: list[Section]) -> str:
    parts = [f"# {title}", *(f"## {part.heading}\n\n{part.text}" for part in sections)]
    return "\n\n".join(parts) + "\n"


def questions(count: int) -> list[str]:
    """Different questions, in an order that does not follow the subjects."""
    every = [form.format(subject=subject) for form in _QUESTIONS for subject in _SUBJECTS]
    random.Random(7).shuffle(every)
    return [every[i % len(every)] for i in range(count)]
