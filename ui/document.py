"""`/document?version=…&start=…&end=…#words`: a whole document, at its words.

A plain page without a script, so that its address can be sent to a colleague, opens at the words in
any browser, and stays light at a megabyte of text.
"""

from __future__ import annotations

import asyncio
import logging
from datetime import date

from starlette.requests import Request
from starlette.responses import HTMLResponse

from knowledge.access import Scope
from knowledge.documents.types import Document, Version, VersionState
from knowledge.errors import BernardError
from ui import services
from ui.identity import scope_of
from ui.parts.common.header import MARKING
from ui.parts.common.text import count, day, html
from ui.parts.library.document_text import DocumentText

_log = logging.getLogger("bernard.ui")

POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)

_STATES = {
    VersionState.PUBLISHED: "in force",
    VersionState.SUPERSEDED: "no longer in force: a newer version has replaced it",
    VersionState.WITHDRAWN: "withdrawn: answers no longer use it",
    VersionState.STAGED: "not yet in force",
}


async def page(request: Request) -> HTMLResponse:
    try:
        title, body = await asyncio.to_thread(_draw, scope_of(request), dict(request.query_params))
        status = 200
    except BernardError as error:
        _log.info("%s", error.reason)
        title, status = "Not shown", 404
        body = f"<h1>This document cannot be shown</h1><p>{html(error.message)}</p>"
    return HTMLResponse(_frame(title, body), status, {"Content-Security-Policy": POLICY})


def _draw(scope: Scope, query: dict[str, str]) -> tuple[str, str]:
    """The page's title and body. Raises NotFound for what the reader may not see."""
    version_id, start, end = (_number(query.get(name)) for name in ("version", "start", "end"))
    library = services.services().library
    document, version = library.version(scope, version_id)
    passages = library.passages(scope, version_id)
    blocks = library.blocks(scope, version_id)
    highlight = (start, end) if 0 <= start < end else None
    text = DocumentText(blocks, passages, highlight).render()
    jump = '<a class="jump" href="#words">Go to the cited words</a>' if highlight else ""
    return (
        document.title,
        f"<h1>{html(document.title)}</h1>{_facts(document, version)}{jump}"
        f'<article class="as-read">{text or "<p>This version has no text.</p>"}</article>',
    )


def _facts(document: Document, version: Version) -> str:
    facts = [
        f"Version {version.number}, {_STATES[version.state]}",
        f"in force since {day(version.effective_from)}" if version.effective_from else "",
        _review(version.review_by),
        f"{document.collection}, owner: {document.owner}"
        if document.owner
        else document.collection,
        f"{count(version.passages, 'passage')}, numbered in the margin",
        f"read from {version.file_name}",
    ]
    items = "".join(f"<li>{html(fact)}</li>" for fact in facts if fact)
    return f'<ul class="facts">{items}</ul>'


def _review(review_by: date | None) -> str:
    if review_by is None:
        return ""
    if review_by < date.today():
        return f"review date passed on {day(review_by)}"
    return f"review by {day(review_by)}"


def _number(value: str | None) -> int:
    """A whole number from an address; -1 for anything else, which is the id of nothing."""
    return int(value) if value and value.isascii() and value.isdigit() and len(value) < 16 else -1


def _frame(title: str, body: str) -> str:
    return f"""<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{html(title)} – Bernard</title>
<link rel="stylesheet" href="/look/bernard.css">
</head>
<body class="b-document">
<a class="skip" href="#main">Skip to the document</a>
<header>
<p class="b-marking">{MARKING}</p>
<nav aria-label="Bernard"><a class="b-name" href="/">Bernard</a><a href="/">Ask</a>
<a href="/library">Library</a><a href="/help">Help</a></nav>
</header>
<main id="main">{body}</main>
</body>
</html>"""
