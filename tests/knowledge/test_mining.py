"""Definitions of acronyms: found where a text gives them, and nowhere else."""

from __future__ import annotations

import pytest

from knowledge.glossary.mining import find_definitions


def pairs(text: str) -> list[tuple[str, str]]:
    return [(found.pair.short, found.pair.long) for found in find_definitions(text)]


@pytest.mark.parametrize(
    ("text", "short", "long"),
    [
        ("Ask the Senior Responsible Owner (SRO) first.", "SRO", "Senior Responsible Owner"),
        ("Ask the SRO (Senior Responsible Owner) first.", "SRO", "Senior Responsible Owner"),
        ("a Record of Processing Activities (ROPA)", "ROPA", "Record of Processing Activities"),
        ("the Memorandum of Understanding (MoU)", "MoU", "Memorandum of Understanding"),
        ("two subject access requests (SARs) a day", "SAR", "subject access requests"),
        ("the “Department for Education” (“DfE”)", "DfE", "Department for Education"),
        ("under the Freedom of Information Act 2000 (FOI)", "FOI", "Freedom of Information"),
        ("an Interagency Agreement (IAA) is", "IAA", "Interagency Agreement"),
        ("multi-factor authentication (MFA)", "MFA", "multi-factor authentication"),
        ("research and development (the R&D)", "R&D", "research and development"),
        ("The Senior Civil Service (SCS, grade 5 and above)", "SCS", "Senior Civil Service"),
        ("Ministry of Housing, Communities and Local Government (MHCLG)", "MHCLG",
         "Ministry of Housing, Communities and Local Government"),
        ("| IAO | Information Asset Owner |", "", ""),
        ("IAO | Information Asset Owner | owns it", "IAO", "Information Asset Owner"),
        ("- IAO: Information Asset Owner", "IAO", "Information Asset Owner"),
    ],
)  # fmt: skip
def test_found(text: str, short: str, long: str) -> None:
    assert pairs(text) == ([(short, long)] if short else [])


@pytest.mark.parametrize(
    "text",
    [
        "Regulation (EU) No 748/2012 applies.",
        "See the minutes (PDF, 20 pages).",
        "Use the form in annex B (OFFICIAL).",
        "The minister decides. Owner (SRO)",  # not across a sentence's end
        "Everybody reads the policy on special leave (POL) and more",  # a word that gives no letter
        "The SRO board (SRO) meets.",
        "It (the team) is IT (an acronym).",
        "section (a), section (b) and (II)",
        "the state (S) of things",
        "",
    ],
)
def test_not_found(text: str) -> None:
    assert pairs(text) == []


def test_the_long_form_begins_where_its_letters_do() -> None:
    text = "Tell the new Technology Transformation Services (TTS) team."
    assert pairs(text) == [("TTS", "Technology Transformation Services")]


def test_the_span_holds_both_forms() -> None:
    text = "Ask the Senior Responsible Owner (SRO) or an SRO (Senior Responsible Owner)."
    shown = [text[found.start : found.end] for found in find_definitions(text)]
    assert shown == ["Senior Responsible Owner (SRO)", "SRO (Senior Responsible Owner)"]


def test_a_long_text_takes_no_long_time() -> None:
    """Nothing here may grow faster than the text, whatever the text is."""
    hostile = "A (" * 20_000 + "AAAAAAAAAA " * 20_000 + "(AAAAAAAAAA) " * 2_000 + "A&" * 20_000
    assert len(pairs(hostile)) < 3_000
