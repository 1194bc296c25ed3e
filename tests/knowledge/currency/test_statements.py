"""What opening lines say, and what they do not."""

from __future__ import annotations

import pytest

from assistant.sample import SampleDocument, documents_dir, manifest
from knowledge.documents.statements import Field, find_statements
from knowledge.readers import read_file


def found(text: str) -> dict[Field, str]:
    return {one.field: one.value for one in find_statements(text)}


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ("Effective from 1 April 2025", Field.EFFECTIVE_FROM, "2025-04-01"),
        ("Effective date: 01/04/2025", Field.EFFECTIVE_FROM, "2025-04-01"),
        ("In force from | 1 April 2025", Field.EFFECTIVE_FROM, "2025-04-01"),
        ("Version 3.1, issued 2nd March 2024", Field.EFFECTIVE_FROM, "2024-03-02"),
        ("This policy comes into force on 1 May 2027.", Field.EFFECTIVE_FROM, "2027-05-01"),
        ("- Valid from: April 2025", Field.EFFECTIVE_FROM, "2025-04-01"),
        ("Review date: 1 March 2026", Field.REVIEW_BY, "2026-03-01"),
        ("Next review: March 2026", Field.REVIEW_BY, "2026-03-31"),
        ("It will be reviewed by 2026-03-01.", Field.REVIEW_BY, "2026-03-01"),
        ("Document owner: HR Policy Team", Field.OWNER, "HR Policy Team"),
        ("Policy owner | People Directorate", Field.OWNER, "People Directorate"),
        ("This policy replaces the Travel Policy 2019.", Field.REPLACES, "Travel Policy 2019"),
        ("1.1 It replaces the Leave Policy (HR/3).", Field.REPLACES, "Leave Policy"),
        ("Supersedes: Travel Policy 2019", Field.REPLACES, "Travel Policy 2019"),
        ("Policy review date: 1 March 2026", Field.REVIEW_BY, "2026-03-01"),
        ("The next review is due on 1 March 2026.", Field.REVIEW_BY, "2026-03-01"),
        ("Responsible department: Works", Field.OWNER, "Works"),
        ("Documents replaced by this: Travel Rules", Field.REPLACES, "Travel Rules"),
        ("It is superseded by BOD 19-02.", Field.REPLACED_BY, "BOD 19-02"),
    ],
)
def test_said(text: str, field: Field, value: str) -> None:
    assert found(f"A policy\n\n{text}\n\n1. Scope") == {field: value}


@pytest.mark.parametrize(
    "text",
    [
        "The owner of the budget decides.",
        "Managers review the list by the end of March.",
        "This policy replaces all earlier guidance.",
        "Effective from 31 February 2025",
        "A manager who is in force must act from 1 April 2025.",
        "Leave replaces pay in lieu.",
        "The outcome of this strategy replaces the plan of 2019.",
        "Reviewed: 1 March 2024",
        "Last review date: 1 March 2024",
        "Valid until: 1 March 2024",
    ],
)
def test_not_said(text: str) -> None:
    assert found(f"A policy\n\n{text}") == {}


def test_labels_that_follow_each_other_in_one_line() -> None:
    line = "Owner: Estates Team Effective from: 1 April 2025 Version: 2 Review by: 1 April 2026"
    assert found(f"A policy\n\n{line}\n\nBadges") == {
        Field.OWNER: "Estates Team",
        Field.EFFECTIVE_FROM: "2025-04-01",
        Field.REVIEW_BY: "2026-04-01",
    }
    text = f"A policy\n\n{line}"
    (owner,) = [one for one in find_statements(text) if one.field is Field.OWNER]
    assert text[owner.start : owner.end] == "Owner: Estates Team"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("Owner: Estates Team Review Date: 1 April 2026",
         {Field.OWNER: "Estates Team", Field.REVIEW_BY: "2026-04-01"}),
        ("Owner: Estates Team, Effective from: 1 April 2025",
         {Field.OWNER: "Estates Team", Field.EFFECTIVE_FROM: "2025-04-01"}),
        ("Replaces: Guide to Working Abroad: A Handbook",
         {Field.REPLACES: "Guide to Working Abroad: A Handbook"}),
    ],
)  # fmt: skip
def test_only_a_label_that_is_known_ends_a_value(line: str, said: dict[Field, str]) -> None:
    assert found(f"A policy\n\n{line}") == said


def test_where_it_is_said() -> None:
    text = "A policy\n\n- Owner: HR Team\n\nIt covers leave. It replaces the Leave Rules 2019."
    said = {one.field: text[one.start : one.end] for one in find_statements(text)}
    assert said == {
        Field.OWNER: "- Owner: HR Team",
        Field.REPLACES: "It replaces the Leave Rules 2019",
    }


@pytest.mark.parametrize(
    "document",
    [one for one in manifest() if not one.path.endswith(".md")],
    ids=lambda document: document.path,
)
def test_the_sample_librarys_opening_lines(document: SampleDocument) -> None:
    file = documents_dir() / document.path
    said = found(read_file(file, file.name).text)
    assert said[Field.OWNER] == document.owner
    assert said[Field.EFFECTIVE_FROM] == str(document.effective_from)
    assert said[Field.REVIEW_BY] == str(document.review_by)
