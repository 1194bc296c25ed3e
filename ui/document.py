"""`/document?version=…&start=…&end=…#words`: a whole document, at its words.

A plain page without a script, so that its address can be sent to a colleague, opens at the words in
any browser, and stays light at a megabyte of text.
"""

from __future__ import annotations

import asyncio
import logging

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse

from knowledge.access import Scope
from knowledge.errors import BernardError
from ui import services
from ui.identity import scope_of
from ui.parts.common.header import MARKING
from ui.parts.common.render import render
from ui.parts.common.text import whole_number
from ui.parts.library.document_text import DocumentText
from ui.parts.library.states import VERSION_STATES

_log = logging.getLogger("bernard.ui")

POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)


async def page(request: Request) -> HTMLResponse:
    try:
        drawn = await asyncio.to_thread(_draw, scope_of(request), dict(request.query_params))
        status = 200
    except BernardError as error:
        _log.info("%s", error.reason)
        drawn = render("document", marking=MARKING, title="Not shown", problem=error.message)
        status = 404
    return HTMLResponse(drawn, status, {"Content-Security-Policy": POLICY})


def _draw(scope: Scope, query: dict[str, str]) -> Markup:
    """Raises NotFound for what the reader may not see."""
    version_id, start, end = (whole_number(query.get(name)) for name in ("version", "start", "end"))
    library = services.services().library
    document, version = library.version(scope, version_id)
    passages = library.passages(scope, version_id)
    blocks = library.blocks(scope, version_id)
    highlight = (start, end) if 0 <= start < end else None
    return render(
        "document",
        marking=MARKING,
        title=document.title,
        problem="",
        document=document,
        version=version,
        state=VERSION_STATES[version.state].meaning,
        cited=highlight,
        text=DocumentText(blocks, passages, highlight).render(),
    )
